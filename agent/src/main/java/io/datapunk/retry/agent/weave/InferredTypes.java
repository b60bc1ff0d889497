package io.datapunk.retry.agent.weave;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.visitor.ExceptionTableSensitiveMethodVisitor;

/**
 * Prepares the bodies of old class files for the advice, so that the verifier which infers types loads and refuses what it
 * did before. For one class; not thread-safe.
 *
 * <p>Where values of two types end up in one variable, that verifier looks for what the two have in common, and loads them for
 * it; they may not be there. The advice makes two such places. It gathers what a method returns in one variable: each value
 * is cast to the declared type first. And it catches what the body throws, so that the verifier holds all values that a
 * variable has in the body against each other: the body works on copies of its parameters, which are made inside it and so
 * have no value yet where it begins.
 */
final class InferredTypes {

    /** Later class files have stack maps, and are verified by these. */
    private static final int LAST = Opcodes.V1_5;

    /** Whether it is the verifier of this class file that infers types. */
    static boolean areThoseOf(byte[] classFile) {
        return ((classFile[6] & 0xFF) << 8 | classFile[7] & 0xFF) <= LAST;
    }

    private MethodVisitor writer;

    /** Goes behind the advice: learns where code is written that the advice does not see. */
    AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper behindAdvice() {
        return new AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper() {
            @Override
            public MethodVisitor wrap(
                    TypeDescription type,
                    MethodDescription method,
                    MethodVisitor visitor,
                    Implementation.Context context,
                    TypePool pool,
                    int writerFlags,
                    int readerFlags) {
                writer = visitor;
                return visitor;
            }
        };
    }

    /** Goes before the advice: changes the body. */
    AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper beforeAdvice() {
        return new AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper() {
            @Override
            public MethodVisitor wrap(
                    TypeDescription type,
                    MethodDescription method,
                    MethodVisitor advice,
                    Implementation.Context context,
                    TypePool pool,
                    int writerFlags,
                    int readerFlags) {
                return new Body(method, advice, writer);
            }
        };
    }

    private static final class Body extends ExceptionTableSensitiveMethodVisitor {
        private final MethodDescription method;
        private final MethodVisitor writer;
        /** By how much the numbers of the body's variables are larger than they were: room for the parameters. */
        private final int shift;

        Body(MethodDescription method, MethodVisitor advice, MethodVisitor writer) {
            super(Opcodes.ASM9, advice);
            this.method = method;
            this.writer = writer;
            this.shift = method.getStackSize();
        }

        @Override
        protected void onAfterExceptionTable() {
            int variable = 0;
            if (!method.isStatic()) {
                copy(Type.getObjectType("java/lang/Object"), variable++);
            }
            for (TypeDefinition parameter : method.getParameters().asTypeList()) {
                Type type = Type.getType(parameter.asErasure().getDescriptor());
                copy(type, variable);
                variable += type.getSize();
            }
        }

        private void copy(Type type, int variable) {
            mv.visitVarInsn(type.getOpcode(Opcodes.ILOAD), variable);
            mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), variable + shift);
        }

        @Override
        protected void onVisitVarInsn(int opcode, int variable) {
            super.onVisitVarInsn(opcode, variable + shift);
        }

        @Override
        protected void onVisitIincInsn(int variable, int increment) {
            super.onVisitIincInsn(variable + shift, increment);
        }

        @Override
        protected void onVisitInsn(int opcode) {
            if (opcode == Opcodes.ARETURN) {
                returnForTheVerifier();
                mv.visitTypeInsn(
                        Opcodes.CHECKCAST, method.getReturnType().asErasure().getInternalName());
            }
            super.onVisitInsn(opcode);
        }

        /** The method's own return, never reached: behind the cast, no verifier would hold the value against the declared type. */
        private void returnForTheVerifier() {
            Label goOn = new Label();
            writer.visitInsn(Opcodes.ICONST_0);
            writer.visitJumpInsn(Opcodes.IFEQ, goOn);
            writer.visitInsn(Opcodes.ARETURN);
            writer.visitLabel(goOn);
        }

        @Override
        public void visitLocalVariable(
                String name, String descriptor, String generic, Label start, Label end, int variable) {
            super.visitLocalVariable(name, descriptor, generic, start, end, variable + shift);
        }

        @Override
        public void visitMaxs(int stack, int variables) {
            super.visitMaxs(
                    Math.max(stack + 1, 2), variables + shift); // a long to copy, or what the branch is decided by
        }
    }
}
