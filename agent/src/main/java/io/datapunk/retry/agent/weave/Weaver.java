package io.datapunk.retry.agent.weave;

import io.datapunk.retry.agent.weave.MethodAdvice.Advised;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.dynamic.scaffold.TypeInitializer;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;

/**
 * Puts Byte Buddy's advice into the methods of one class. The body of a method is repeated inside the method, so the
 * class gets no new member, which retransformation forbids, and the application's stack traces get no frame.
 *
 * <p>The advice visits the code between the library's reader and writer of class files. The builders of Byte Buddy,
 * which make types, are not needed for that, and would load some 150 classes more.
 *
 * <p>For one class; not thread-safe.
 */
final class Weaver extends ClassVisitor {

    private final Map<String, MethodAdvice> methods;

    /** The methods whose bodies must work on copies of their arguments. */
    private final Set<String> assigning;

    private Implementation.Context context;
    private String className;
    private int version;

    private Weaver(ClassWriter writer, Map<String, MethodAdvice> methods, Set<String> assigning) {
        super(Opcodes.ASM9, writer);
        this.methods = methods;
        this.assigning = assigning;
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
        ClassWriter writer = new ClassWriter(reader, 0);
        Weaver weaver = new Weaver(writer, methods, ParameterAssignments.in(reader, methods));
        reader.accept(weaver, ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }

    @Override
    public void visit(
            int versionOfClass, int access, String name, String signature, String superName, String[] interfaces) {
        className = name;
        version = versionOfClass;
        super.visit(versionOfClass, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor writer = super.visitMethod(access, name, descriptor, signature, exceptions);
        MethodAdvice woven = methods.get(name + descriptor);
        if (woven == null) {
            return writer; // copied by the library as it is, without being looked into
        }
        DescribedMethod method = DescribedMethod.of(className, access, name, descriptor, woven.methodId);
        if (OldClassFileBody.isNeededFor(version)) {
            MethodVisitor advice = advice(method, woven.advised, false, writer);
            return new OldClassFileBody(method, advice, writer); // makes copies of its own
        }
        if (assigning.contains(name + descriptor)) {
            ParameterNames names = new ParameterNames(method);
            return names.reader(advice(method, woven.advised, true, names.writer(writer)));
        }
        return new WholeFrames(method, advice(method, woven.advised, false, writer));
    }

    private MethodVisitor advice(
            DescribedMethod method, Advised advised, boolean backsUpArguments, MethodVisitor writer) {
        return AdviceClasses.of(advised, backsUpArguments)
                .wrap(
                        method.getDeclaringType(),
                        method,
                        writer,
                        contextOf(method),
                        TypePool.Empty.INSTANCE,
                        0,
                        ClassReader.EXPAND_FRAMES);
    }

    /** The advice asks it for the version of the class file alone. */
    private Implementation.Context contextOf(DescribedMethod method) {
        if (context == null) {
            ClassFileVersion classFileVersion = ClassFileVersion.ofMinorMajor(version);
            context = Implementation.Context.Disabled.Factory.INSTANCE.make(
                    method.getDeclaringType(),
                    null, // it makes no auxiliary types
                    TypeInitializer.None.INSTANCE,
                    classFileVersion,
                    classFileVersion,
                    OldClassFileBody.isNeededFor(version)
                            ? Implementation.Context.FrameGeneration.DISABLED
                            : Implementation.Context.FrameGeneration.EXPAND);
        }
        return context;
    }
}
