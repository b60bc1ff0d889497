package io.datapunk.retry.agent.cli.lint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * What the code of a class names: the methods that each of its methods calls, the lambdas that it makes, whether it
 * catches anything, the enum constants in annotations, and the texts among its constants. For {@code check}. Immutable.
 */
final class ClassCode {

    private static final int CONSTANT_UTF8 = 1;

    private final Map<String, Body> bodies = new HashMap<>();
    private final Set<String> annotationConstants = new HashSet<>();
    private final List<String> texts = new ArrayList<>();

    private ClassCode() {}

    /**
     * Reads a class file.
     *
     * @throws IllegalArgumentException where it is none, or too new to be read
     */
    public static ClassCode of(byte[] classFile) {
        ClassCode code = new ClassCode();
        try {
            ClassReader reader = new ClassReader(classFile);
            reader.accept(code.new OfClass(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            code.readTexts(reader);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a class file that can be read", e);
        }
        return code;
    }

    private void readTexts(ClassReader reader) {
        for (int i = 1; i < reader.getItemCount(); i++) {
            int offset = reader.getItem(i);
            if (offset > 0 && reader.readByte(offset - 1) == CONSTANT_UTF8) {
                texts.add(text(reader, offset));
            }
        }
    }

    /** What is not ASCII is left out: names that are looked for are. */
    private static String text(ClassReader reader, int offset) {
        int length = reader.readUnsignedShort(offset);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int b = reader.readByte(offset + 2 + i);
            if (b > 0 && b < 0x80) {
                text.append((char) b);
            }
        }
        return text.toString();
    }

    /**
     * What a method calls, in the order of its code; without what its lambdas call.
     *
     * @param method name and descriptor
     */
    public List<Call> by(String method) {
        Body body = bodies.get(method);
        return body == null ? Collections.<Call>emptyList() : body.calls;
    }

    /** The methods that a method hands on: bodies of lambdas, and methods that it refers to. */
    public List<Call> lambdasOf(String method) {
        Body body = bodies.get(method);
        return body == null ? Collections.<Call>emptyList() : body.lambdas;
    }

    /** Whether a method catches any exception. */
    public boolean catches(String method) {
        Body body = bodies.get(method);
        return body != null && body.catches;
    }

    /** Whether the class itself has a method, by name and descriptor. */
    public boolean has(String method) {
        return bodies.containsKey(method);
    }

    /**
     * Whether an annotation has this enum constant as the value of one of its elements.
     *
     * @param method name and descriptor of the method that carries it; an empty text: the class
     * @param annotation binary name
     */
    public boolean hasConstant(String method, String annotation, String constant) {
        return annotationConstants.contains(method + ' ' + annotation + ' ' + constant);
    }

    /** All texts among the constants: names, descriptors, and what the code has in quotes. */
    public List<String> texts() {
        return Collections.unmodifiableList(texts);
    }

    /** A method as the code names it: of this class, or of one above it. Immutable. */
    public static final class Call {
        private final String owner;
        private final String name;
        private final String descriptor;

        Call(String owner, String name, String descriptor) {
            this.owner = owner;
            this.name = name;
            this.descriptor = descriptor;
        }

        /** Internal name of the class. */
        public String owner() {
            return owner;
        }

        /** Its name alone. */
        public String name() {
            return name;
        }

        /** Its descriptor alone. */
        public String descriptor() {
            return descriptor;
        }

        /** Name and descriptor. */
        public String method() {
            return name + descriptor;
        }
    }

    private static final class Body {
        final List<Call> calls = new ArrayList<>();
        final List<Call> lambdas = new ArrayList<>();
        boolean catches;
    }

    private final class OfClass extends ClassVisitor {

        OfClass() {
            super(Opcodes.ASM9);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return new OfAnnotation("", descriptor);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            Body body = new Body();
            bodies.put(name + descriptor, body);
            return new OfMethod(name + descriptor, body);
        }
    }

    private final class OfMethod extends MethodVisitor {
        private final String method;
        private final Body body;

        OfMethod(String method, Body body) {
            super(Opcodes.ASM9);
            this.method = method;
            this.body = body;
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return new OfAnnotation(method, descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            body.calls.add(new Call(owner, name, descriptor));
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle) {
                    Handle handle = (Handle) argument;
                    body.lambdas.add(new Call(handle.getOwner(), handle.getName(), handle.getDesc()));
                }
            }
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            body.catches |= type != null; // without a type it is a finally
        }
    }

    private final class OfAnnotation extends AnnotationVisitor {
        private final String before;

        OfAnnotation(String method, String descriptor) {
            super(Opcodes.ASM9);
            this.before = method
                    + ' '
                    + descriptor.substring(1, descriptor.length() - 1).replace('/', '.')
                    + ' ';
        }

        @Override
        public void visitEnum(String element, String descriptor, String constant) {
            annotationConstants.add(before + constant);
        }
    }
}
