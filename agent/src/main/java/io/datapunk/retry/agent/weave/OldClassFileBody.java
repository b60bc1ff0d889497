package io.datapunk.retry.agent.weave;

import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.visitor.ExceptionTableSensitiveMethodVisitor;

/**
 * Prepares a body of a class file up to version 49 (Java 5) for the advice. Such files have no stack maps: the verifier
 * of the JVM infers the types of variables. Where values of two types reach the same variable, it loads both types to
 * find a common one; a type may be missing. Woven code has two places of this kind that the body has not, and they are
 * mended here:
 *
 * <ul>
 *   <li>The advice keeps the result of the body in one variable: each result is cast to the declared type first.
 *   <li>The advice catches what the body throws, so the verifier compares all values that a variable has in the body:
 *       the body works on copies of its parameters, made inside the caught range, which have no value where the range
 *       begins.
 * </ul>
 *
 * <p>For one method; not thread-safe.
 */
final class OldClassFileBody extends ExceptionTableSensitiveMethodVisitor {

    /** Of the class files that need it. */
    static final int LAST_VERSION = Opcodes.V1_5;

    private final DescribedMethod method;
    private final MethodVisitor behindAdvice;

    /** By how much the slots of the body's variables are higher than in the class file. */
    private final int shift;

    /**
     * A body.
     *
     * @param advice to be visited next
     * @param behindAdvice receives the instructions that the advice must not see
     */
    OldClassFileBody(DescribedMethod method, MethodVisitor advice, MethodVisitor behindAdvice) {
        super(Opcodes.ASM9, advice);
        this.method = method;
        this.behindAdvice = behindAdvice;
        this.shift = method.getStackSize();
    }

    /** Whether the verifier infers types in class files of this version. */
    static boolean isNeededFor(int version) {
        return (version & 0xFFFF) <= LAST_VERSION;
    }

    @Override
    protected void onAfterExceptionTable() {
        if (!method.isStatic()) {
            copy(Type.getObjectType("java/lang/Object"), 0);
        }
        for (ParameterDescription parameter : method.getParameters()) {
            copy(Type.getType(parameter.getType().asErasure().getDescriptor()), parameter.getOffset());
        }
    }

    private void copy(Type type, int slot) {
        mv.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
        mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), slot + shift);
    }

    @Override
    protected void onVisitVarInsn(int opcode, int slot) {
        super.onVisitVarInsn(opcode, slot + shift);
    }

    @Override
    protected void onVisitIincInsn(int slot, int increment) {
        super.onVisitIincInsn(slot + shift, increment);
    }

    @Override
    protected void onVisitInsn(int opcode) {
        if (opcode == Opcodes.ARETURN) {
            returnForVerifier();
            mv.visitTypeInsn(
                    Opcodes.CHECKCAST, method.getReturnType().asErasure().getInternalName());
        }
        super.onVisitInsn(opcode);
    }

    /** The method's own return, never reached: behind the cast, the verifier would not check the type of the result. */
    private void returnForVerifier() {
        Label goOn = new Label();
        behindAdvice.visitInsn(Opcodes.ICONST_0);
        behindAdvice.visitJumpInsn(Opcodes.IFEQ, goOn);
        behindAdvice.visitInsn(Opcodes.ARETURN);
        behindAdvice.visitLabel(goOn);
    }

    @Override
    public void visitLocalVariable(String name, String descriptor, String signature, Label start, Label end, int slot) {
        super.visitLocalVariable(name, descriptor, signature, start, end, slot + shift);
    }

    /** A long value is copied, or an int decides the branch of {@link #returnForVerifier}. */
    @Override
    public void visitMaxs(int stack, int slots) {
        super.visitMaxs(Math.max(stack + 1, 2), slots + shift);
    }
}
