package io.datapunk.retry.agent.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Which methods the methods of a class call, by their code; for {@code check}. Immutable. */
public final class MethodCalls {

    private final Map<String, List<Call>> ofMethods = new HashMap<>();

    private MethodCalls() {}

    /**
     * The calls in a class file.
     *
     * @throws IllegalArgumentException where it is none, or too new to be read
     */
    public static MethodCalls of(byte[] classFile) {
        MethodCalls calls = new MethodCalls();
        try {
            new ClassReader(classFile).accept(calls.new OfClass(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a class file that can be read", e);
        }
        return calls;
    }

    /**
     * What a method calls, in the order of its code.
     *
     * @param method name and descriptor
     */
    public List<Call> by(String method) {
        List<Call> calls = ofMethods.get(method);
        return calls == null ? Collections.<Call>emptyList() : calls;
    }

    /** A method as the code names it: of this class, or of one above it. Immutable. */
    public static final class Call {
        private final String owner;
        private final String method;

        Call(String owner, String method) {
            this.owner = owner;
            this.method = method;
        }

        /** Internal name of the class. */
        public String owner() {
            return owner;
        }

        /** Name and descriptor. */
        public String method() {
            return method;
        }
    }

    private final class OfClass extends ClassVisitor {

        OfClass() {
            super(Opcodes.ASM9);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            final List<Call> calls = new ArrayList<>();
            ofMethods.put(name + descriptor, calls);
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
                    calls.add(new Call(owner, called + calledDescriptor));
                }
            };
        }
    }
}
