package io.datapunk.retry.agent.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The instructions that advice is made of; they pass the tracking of the stack by, which is that of the body. */
abstract class AdviceCode extends StackTracker {

    static final Type OBJECT = Type.getObjectType("java/lang/Object");
    static final String THROWABLE = "java/lang/Throwable";

    /** Of the hook's {@code ended}. */
    static final String ENDED = "(Ljava/lang/Object;JJJLjava/lang/Throwable;Ljava/lang/Object;Ljava/lang/Object;"
            + "[Ljava/lang/Object;)Ljava/lang/Object;";

    AdviceCode(MethodVisitor writer) {
        super(writer);
    }

    /** Whatever is thrown between two places goes to a third. */
    final void suppress(Label from, Label to, Label handler) {
        mv.visitTryCatchBlock(from, to, handler, THROWABLE);
    }

    /** The range that {@link #suppress} is told of begins or ends. */
    final void mark(Label label) {
        mv.visitLabel(label);
    }

    final void load(Type type, int slot) {
        mv.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
    }

    final void store(Type type, int slot) {
        mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), slot);
    }

    final void jump(int opcode, Label to) {
        mv.visitJumpInsn(opcode, to);
    }

    final void instruction(int opcode) {
        mv.visitInsn(opcode);
    }

    final void hook(String name, String descriptor) {
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/DatapunkRetryHook", name, descriptor, false);
    }

    /** Asks for what the call throws, with the state and what it was about to throw on the stack. */
    final void thrown(String entryPoint) {
        hook(entryPoint, "(Ljava/lang/Object;Ljava/lang/Throwable;)Ljava/lang/Throwable;");
    }

    /** A type as a stack map names it. */
    static Object frameType(Type type) {
        switch (type.getSort()) {
            case Type.LONG:
                return Opcodes.LONG;
            case Type.FLOAT:
                return Opcodes.FLOAT;
            case Type.DOUBLE:
                return Opcodes.DOUBLE;
            case Type.ARRAY:
            case Type.OBJECT:
                return type.getInternalName();
            default:
                return Opcodes.INTEGER;
        }
    }
}
