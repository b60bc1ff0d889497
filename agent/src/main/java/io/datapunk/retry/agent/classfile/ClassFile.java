package io.datapunk.retry.agent.classfile;

import java.util.Collections;
import java.util.List;

/**
 * What the matching needs to know of a class, read from its class file. Names are internal ones, with slashes.
 *
 * <p>It never changes, but is not thread-safe: methods and annotations may be read when they are first asked for.
 */
public final class ClassFile {

    private static final int ACC_FINAL = 0x0010;
    private static final int ACC_INTERFACE = 0x0200;
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
    public static IllegalArgumentException cutShort(IndexOutOfBoundsException cause) {
        return new IllegalArgumentException("the class file is cut short or damaged", cause);
    }

    /** Major version of the format: 45 for Java 1.1, 52 for 8. */
    public int majorVersion() {
        return majorVersion;
    }

    /** How many constants it has; a class file can have 65,535. */
    public int constantCount() {
        return constantCount;
    }

    /** Whether it has no subclasses. */
    public boolean isFinal() {
        return (access & ACC_FINAL) != 0;
    }

    /** Whether it is an interface. */
    public boolean isInterface() {
        return (access & ACC_INTERFACE) != 0;
    }

    /** Whether it is an annotation, which is an interface too. */
    public boolean isAnnotation() {
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
    public boolean hasAnnotation(List<String> anyOf) {
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
}
