package io.datapunk.retry.agent.classfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One method of a class file. Immutable. */
public final class MethodInfo {

    private static final int ACC_PUBLIC = 0x0001;
    private static final int ACC_PRIVATE = 0x0002;
    private static final int ACC_STATIC = 0x0008;
    private static final int ACC_FINAL = 0x0010;
    private static final int ACC_SYNCHRONIZED = 0x0020;
    private static final int ACC_BRIDGE = 0x0040;
    private static final int ACC_NATIVE = 0x0100;
    private static final int ACC_ABSTRACT = 0x0400;
    private static final int ACC_SYNTHETIC = 0x1000;

    private final int access;
    private final String name;
    private final String descriptor;
    private final Code code;
    private final List<String> annotations;
    private final String carried;

    MethodInfo(int access, String name, String descriptor, Code code, List<String> annotations, String carried) {
        this.carried = carried;
        this.access = access;
        this.name = name;
        this.descriptor = descriptor;
        this.code = code;
        this.annotations = Collections.unmodifiableList(annotations);
    }

    /** Name. */
    public String name() {
        return name;
    }

    /** Descriptor, such as {@code (JLjava/lang/String;)V}. */
    public String descriptor() {
        return descriptor;
    }

    /** Bytes of code; 0 where the method has no body. */
    public int codeLength() {
        return code.length;
    }

    /** How large its code is. */
    public Code code() {
        return code;
    }

    /** Binary names of its annotations. */
    public List<String> annotations() {
        return annotations;
    }

    /**
     * The type that the future or stream that it returns carries; {@code null} where it returns none, or does not say.
     */
    public String carriedType() {
        return carried;
    }

    /** Whether it is public. */
    public boolean isPublic() {
        return (access & ACC_PUBLIC) != 0;
    }

    /** Whether it is static. */
    public boolean isStatic() {
        return (access & ACC_STATIC) != 0;
    }

    /** Whether it holds a monitor while it runs. */
    public boolean isSynchronized() {
        return (access & ACC_SYNCHRONIZED) != 0;
    }

    /** Whether a rule can name it at all: no constructor, initialiser, abstract, native, bridge or synthetic method. */
    public boolean isMatchable() {
        return !name.startsWith("<")
                && (access & (ACC_ABSTRACT | ACC_NATIVE | ACC_BRIDGE | ACC_SYNTHETIC)) == 0
                && code.length > 0;
    }

    /** Whether calls of it go to a method of a subclass with the same name and descriptor, if there is one. */
    public boolean isVirtual() {
        return !name.startsWith("<") && (access & (ACC_PRIVATE | ACC_STATIC)) == 0;
    }

    /** Whether a subclass can have a method in its place. */
    public boolean canBeOverridden() {
        return isVirtual() && (access & ACC_FINAL) == 0;
    }

    /** Whether it has code. */
    public boolean hasBody() {
        return code.length > 0;
    }

    /** Whether a compiler has made it. */
    public boolean isSynthetic() {
        return (access & ACC_SYNTHETIC) != 0;
    }

    /** Whether a compiler has made it, to call a method of the same name with other types. */
    public boolean isBridge() {
        return (access & ACC_BRIDGE) != 0;
    }

    /** Whether a bridge of the same class may be one to this method. */
    public boolean mayBeCalledBy(MethodInfo bridge) {
        return name.equals(bridge.name) && Descriptors.mayBridge(bridge.descriptor, descriptor);
    }

    /** Whether name and descriptor are the same. */
    public boolean isSameAs(MethodInfo other) {
        return name.equals(other.name) && descriptor.equals(other.descriptor);
    }

    /** Types of the parameters as people write them: {@code long}, {@code byte[]}, {@code java.lang.String}. */
    public List<String> parameterTypes() {
        List<String> types = new ArrayList<>(4);
        Descriptors.parameterTypes(descriptor, types);
        return types;
    }

    /** The return type as people write it; {@code void} for none. */
    public String returnType() {
        return Descriptors.returnType(descriptor);
    }

    /** Name and parameters as people write them: {@code charge(java.lang.String, long)}. */
    public String signature() {
        return Descriptors.signature(name, descriptor);
    }

    /** How large the code of a method is, in the units of its class file. Immutable. */
    public static final class Code {
        static final Code NONE = new Code(0, 0, 0, 0);

        private final int length;
        private final int maxStack;
        private final int maxLocals;
        private final int handlers;

        Code(int length, int maxStack, int maxLocals, int handlers) {
            this.length = length;
            this.maxStack = maxStack;
            this.maxLocals = maxLocals;
            this.handlers = handlers;
        }

        /** Slots of the operand stack. */
        public int maxStack() {
            return maxStack;
        }

        /** Slots of the variables. */
        public int maxLocals() {
            return maxLocals;
        }

        /** Entries of the table of exception handlers. */
        public int handlers() {
            return handlers;
        }
    }
}
