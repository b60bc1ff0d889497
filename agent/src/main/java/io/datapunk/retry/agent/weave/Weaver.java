package io.datapunk.retry.agent.weave;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts advice into the methods of one class. The body of a method is repeated inside the method, so the class gets no new
 * member (which live re-transformation forbids) and the application's stack traces no frame. Nothing but the class's own bytes
 * is looked at: asking its loader for others would run the application's code inside class loading.
 *
 * <p>For one class; not thread-safe.
 */
final class Weaver extends ClassVisitor {

    private final Map<String, MethodAdvice> methods;
    private final boolean copiesReceivers;
    private String className;
    private int majorVersion;

    private Weaver(ClassWriter writer, Map<String, MethodAdvice> methods, boolean copiesReceivers) {
        super(Opcodes.ASM9, writer);
        this.methods = methods;
        this.copiesReceivers = copiesReceivers;
    }

    /**
     * Weaves.
     *
     * @param bytes the class file as it is
     * @param methods the methods to weave, by name and descriptor, such as {@code charge(J)V}
     * @return the woven class file; all that is not woven is as it was
     * @throws RuntimeException where the class cannot be woven; it is then left alone
     */
    static byte[] weave(byte[] bytes, Map<String, MethodAdvice> methods) {
        ClassReader reader = new ClassReader(bytes);
        try {
            return weave(reader, methods, false);
        } catch (RepeatedBody.ReceiverIsWrittenException e) {
            return weave(reader, methods, true);
        }
    }

    private static byte[] weave(ClassReader reader, Map<String, MethodAdvice> methods, boolean copiesReceivers) {
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Weaver(writer, methods, copiesReceivers), ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        className = name;
        majorVersion = version & 0xFFFF;
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor writer = super.visitMethod(access, name, descriptor, signature, exceptions);
        MethodAdvice woven = methods.get(name + descriptor);
        if (woven == null) {
            return writer; // copied by the library as it is, without being looked into
        }
        Variables variables = new Variables(access, className, descriptor, copiesReceivers);
        switch (woven.advised) {
            case FAILURE:
                return new FailureAdvice(writer, majorVersion, variables, woven.methodId);
            case OUTCOME:
                return new OutcomeAdvice(writer, majorVersion, variables, woven.methodId);
            default:
                return new AsyncAdvice(writer, majorVersion, variables, woven.methodId);
        }
    }
}
