package io.datapunk.retry.agent.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Code for constants and for values as objects. Stateless. */
final class Boxes {

    private Boxes() {}

    /** Pushes a number in the shortest form. */
    static void push(MethodVisitor code, int value) {
        if (value >= -1 && value <= 5) {
            code.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
            code.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            code.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            code.visitLdcInsn(value);
        }
    }

    /** Pushes what a variable of the type has before anything is assigned to it. */
    static void pushDefault(MethodVisitor code, Type type) {
        switch (type.getSort()) {
            case Type.LONG:
                code.visitInsn(Opcodes.LCONST_0);
                break;
            case Type.FLOAT:
                code.visitInsn(Opcodes.FCONST_0);
                break;
            case Type.DOUBLE:
                code.visitInsn(Opcodes.DCONST_0);
                break;
            case Type.ARRAY:
            case Type.OBJECT:
                code.visitInsn(Opcodes.ACONST_NULL);
                break;
            default:
                code.visitInsn(Opcodes.ICONST_0);
        }
    }

    /** Makes the value on the stack an object. */
    static void box(MethodVisitor code, Type type) {
        String box = boxOf(type);
        if (box != null) {
            String descriptor = "(" + type.getDescriptor() + ")L" + box + ";";
            code.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", descriptor, false);
        }
    }

    /** Makes the object on the stack a value of the type, or throws as a cast does. */
    static void unbox(MethodVisitor code, Type type) {
        String box = boxOf(type);
        code.visitTypeInsn(Opcodes.CHECKCAST, box == null ? type.getInternalName() : box);
        if (box != null) {
            String method = type.getClassName() + "Value";
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, box, method, "()" + type.getDescriptor(), false);
        }
    }

    /** Internal name of a primitive type's class; {@code null} for other types. */
    private static String boxOf(Type type) {
        switch (type.getSort()) {
            case Type.BOOLEAN:
                return "java/lang/Boolean";
            case Type.CHAR:
                return "java/lang/Character";
            case Type.BYTE:
                return "java/lang/Byte";
            case Type.SHORT:
                return "java/lang/Short";
            case Type.INT:
                return "java/lang/Integer";
            case Type.FLOAT:
                return "java/lang/Float";
            case Type.LONG:
                return "java/lang/Long";
            case Type.DOUBLE:
                return "java/lang/Double";
            default:
                return null;
        }
    }
}
