package io.datapunk.retry.agent.weave;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;

/**
 * Gives what a body returns the type that its method declares, for the verifier that infers types. Stateless.
 *
 * <p>The advice gathers what a method returns in one variable. Where values of two types end up in one, that verifier looks
 * for what the two have in common, and loads them for it. They may not be there: as the method was written, each was only held
 * against the declared type, for which an interface or {@code Object} needs no class but its own.
 */
final class ReturnCasts implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {

    /** Up to this version class files may have no stack maps, from which later verifiers read the types. */
    private static final int LAST_WITH_INFERENCE = Opcodes.V1_6;

    /** Whether the verifier of this class file may be the one that infers types. */
    static boolean areNeededBy(byte[] classFile) {
        return ((classFile[6] & 0xFF) << 8 | classFile[7] & 0xFF) <= LAST_WITH_INFERENCE;
    }

    @Override
    public MethodVisitor wrap(
            TypeDescription type,
            MethodDescription method,
            MethodVisitor advised,
            Implementation.Context context,
            TypePool pool,
            int writerFlags,
            int readerFlags) {
        final String returned = method.getReturnType().asErasure().getInternalName();
        return new MethodVisitor(Opcodes.ASM9, advised) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.ARETURN) {
                    super.visitTypeInsn(Opcodes.CHECKCAST, returned);
                }
                super.visitInsn(opcode);
            }
        };
    }
}
