package io.datapunk.retry.agent.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What a method is called with and returns: types and slots. Immutable. */
final class Variables {

    private final boolean isStatic;
    private final boolean keepsReceiver;
    private final Type[] parameters;
    private final Type returnType;
    private final int slots;

    /**
     * Of a method.
     *
     * @param className internal name of its class
     * @param copiesReceiver whether the body may assign to the slot of its receiver
     */
    Variables(int access, String className, String descriptor, boolean copiesReceiver) {
        this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
        this.keepsReceiver = !isStatic && !copiesReceiver;
        Type[] declared = Type.getArgumentTypes(descriptor);
        int receiver = isStatic ? 0 : 1;
        this.parameters = new Type[declared.length + receiver];
        if (!isStatic) {
            parameters[0] = Type.getObjectType(className);
        }
        System.arraycopy(declared, 0, parameters, receiver, declared.length);
        this.returnType = Type.getReturnType(descriptor);
        int size = 0;
        for (Type parameter : parameters) {
            size += parameter.getSize();
        }
        this.slots = size;
    }

    /** The receiver, where there is one, and the parameters. */
    Type[] parameters() {
        return parameters;
    }

    /** How many slots they take. */
    int slots() {
        return slots;
    }

    /** Whether there is a receiver, and the body finds it where the caller has put it. */
    boolean keepsReceiver() {
        return keepsReceiver;
    }

    Type returnType() {
        return returnType;
    }

    boolean isVoid() {
        return returnType.getSort() == Type.VOID;
    }

    /** Pushes the receiver, or {@code null} in a static method. */
    void loadReceiver(MethodVisitor code) {
        if (isStatic) {
            code.visitInsn(Opcodes.ACONST_NULL);
        } else {
            code.visitVarInsn(Opcodes.ALOAD, 0);
        }
    }

    /** Pushes an array of the arguments, without the receiver; takes five places of the stack. */
    void loadArguments(MethodVisitor code) {
        int first = isStatic ? 0 : 1;
        Boxes.push(code, parameters.length - first);
        code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        int slot = first;
        for (int i = first; i < parameters.length; i++) {
            code.visitInsn(Opcodes.DUP);
            Boxes.push(code, i - first);
            code.visitVarInsn(parameters[i].getOpcode(Opcodes.ILOAD), slot);
            Boxes.box(code, parameters[i]);
            code.visitInsn(Opcodes.AASTORE);
            slot += parameters[i].getSize();
        }
    }
}
