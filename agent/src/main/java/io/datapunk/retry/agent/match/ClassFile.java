package io.datapunk.retry.agent.match;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the matching needs to know of a class, read from its class file. Names are internal ones, with slashes.
 *
 * <p>It never changes, but is not thread-safe: methods and annotations may be read when they are first asked for.
 */
public final class ClassFile {

    static final int ACC_INTERFACE = 0x0200;
    private static final int ACC_ANNOTATION = 0x2000;

    private final int majorVersion;
    private final int access;
    private final String name;
    private final String superName;
    private final List<String> interfaces;
    private final int constantCount;

    /** {@code null} once the members are read. */
    private ClassFileReader unread;

    private List<MethodInfo> methods;
    private List<String> annotations;

    ClassFile(
            int majorVersion,
            int access,
            String name,
            String superName,
            List<String> interfaces,
            int constantCount,
            ClassFileReader unread) {
        this.majorVersion = majorVersion;
        this.access = access;
        this.name = name;
        this.superName = superName;
        this.interfaces = Collections.unmodifiableList(interfaces);
        this.constantCount = constantCount;
        this.unread = unread;
    }

    /**
     * Reads a class file, the whole of it.
     *
     * @param bytes a whole class file, of any version
     * @throws IllegalArgumentException where the bytes are not one
     */
    public static ClassFile read(byte[] bytes) {
        ClassFile classFile = open(bytes);
        classFile.readMembers();
        return classFile;
    }

    /**
     * Reads the names that a class file begins with; methods and annotations are read when they are asked for, and most
     * classes are never asked. {@link #methods} and {@link #annotations} throw where the bytes are damaged there.
     *
     * @param bytes a whole class file, of any version; not to be changed any more
     * @throws IllegalArgumentException where the bytes are not one
     */
    public static ClassFile open(byte[] bytes) {
        try {
            return new ClassFileReader(bytes).read();
        } catch (IndexOutOfBoundsException e) {
            throw cutShort(e);
        }
    }

    private void readMembers() {
        if (unread == null) {
            return;
        }
        try {
            List<MethodInfo> read = unread.readMethods();
            annotations = Collections.unmodifiableList(unread.readClassAnnotations());
            methods = Collections.unmodifiableList(read);
            unread = null;
        } catch (IndexOutOfBoundsException e) {
            throw cutShort(e);
        }
    }

    /** For a read past the end of the bytes. */
    static IllegalArgumentException cutShort(IndexOutOfBoundsException cause) {
        return new IllegalArgumentException("the class file is cut short or damaged", cause);
    }

    /** Major version of the format: 45 for Java 1.1, 52 for 8. */
    public int majorVersion() {
        return majorVersion;
    }

    /** How many constants it has; a class file can have 65,535. */
    int constantCount() {
        return constantCount;
    }

    /** Whether it has no subclasses. */
    public boolean isFinal() {
        return (access & MethodInfo.ACC_FINAL) != 0;
    }

    /** Whether it is an interface. */
    public boolean isInterface() {
        return (access & ACC_INTERFACE) != 0;
    }

    /** Whether it is an annotation, which is an interface too. */
    boolean isAnnotation() {
        return (access & ACC_ANNOTATION) != 0;
    }

    /** Internal name. */
    public String name() {
        return name;
    }

    /** Internal name of the superclass; {@code null} for {@code Object} and modules. */
    public String superName() {
        return superName;
    }

    /** Internal names of the interfaces that it names itself. */
    public List<String> interfaces() {
        return interfaces;
    }

    /** Binary names of its annotations, of any retention that class files have. */
    public List<String> annotations() {
        readMembers();
        return annotations;
    }

    /** Whether it or one of its methods has one of these annotations, binary names. */
    boolean hasAnnotation(List<String> anyOf) {
        readMembers();
        if (isAnyOf(annotations, anyOf)) {
            return true;
        }
        for (int i = 0; i < methods.size(); i++) {
            if (isAnyOf(methods.get(i).annotations(), anyOf)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnyOf(List<String> annotations, List<String> anyOf) {
        return !annotations.isEmpty() && !Collections.disjoint(anyOf, annotations);
    }

    /** Its methods in file order, constructors and static initialisers included. */
    public List<MethodInfo> methods() {
        readMembers();
        return methods;
    }

    /** How large the code of a method is, in the units of its class file. Immutable. */
    static final class Code {
        static final Code NONE = new Code(0, 0, 0, 0);

        final int length;
        final int maxStack;
        final int maxLocals;
        final int handlers;

        Code(int length, int maxStack, int maxLocals, int handlers) {
            this.length = length;
            this.maxStack = maxStack;
            this.maxLocals = maxLocals;
            this.handlers = handlers;
        }
    }

    /** One method. Immutable. */
    public static final class MethodInfo {

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

        Code code() {
            return code;
        }

        /** Binary names of its annotations. */
        public List<String> annotations() {
            return annotations;
        }

        /** The type that the future or stream that it returns carries; {@code null} where it returns none, or does not say. */
        public String carriedType() {
            return carried;
        }

        /** Whether it is public. */
        boolean isPublic() {
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
        boolean isVirtual() {
            return !name.startsWith("<") && (access & (ACC_PRIVATE | ACC_STATIC)) == 0;
        }

        /** Whether a subclass can have a method in its place. */
        public boolean canBeOverridden() {
            return isVirtual() && (access & ACC_FINAL) == 0;
        }

        /** Whether it has code. */
        boolean hasBody() {
            return code.length > 0;
        }

        /** Whether a compiler has made it. */
        public boolean isSynthetic() {
            return (access & ACC_SYNTHETIC) != 0;
        }

        /** Whether a compiler has made it, to call a method of the same name with other types. */
        boolean isBridge() {
            return (access & ACC_BRIDGE) != 0;
        }

        /** Whether a bridge of the same class may be one to this method. */
        boolean mayBeCalledBy(MethodInfo bridge) {
            return name.equals(bridge.name) && Descriptors.mayBridge(bridge.descriptor, descriptor);
        }

        boolean isSameAs(MethodInfo other) {
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
    }
}
