package io.datapunk.retry.it;

import static net.bytebuddy.jar.asm.Opcodes.ACC_PUBLIC;
import static net.bytebuddy.jar.asm.Opcodes.ACC_STATIC;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Classes that a verifier refuses, or that it accepts only as long as it need not load what is missing. */
final class HardClasses {
    /** What a JVM that verifies says of them. */
    static final List<String> OUTCOMES = List.of(
            "hard.jar com.acme.hard.IntOfText48 not linked: java.lang.VerifyError",
            "hard.jar com.acme.hard.IntOfText52 not linked: java.lang.VerifyError",
            "hard.jar com.acme.hard.TextOfObject48 not linked: java.lang.VerifyError",
            "hard.jar com.acme.hard.Reassigned48 linked");

    private final JarOutputStream jar;

    private HardClasses(JarOutputStream jar) {
        this.jar = jar;
    }

    /** Writes {@code hard.jar} to this folder. */
    static Path writeTo(Path folder) throws IOException {
        Path file = folder.resolve("hard.jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            HardClasses classes = new HardClasses(jar);
            classes.write("IntOfText48", Opcodes.V1_4, "()I", HardClasses::intOfText);
            classes.write("IntOfText52", Opcodes.V1_8, "()I", HardClasses::intOfText);
            classes.write("TextOfObject48", Opcodes.V1_4, "(Ljava/lang/Object;)Ljava/lang/String;", code -> {
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitInsn(Opcodes.ARETURN);
            });
            classes.write("Reassigned48", Opcodes.V1_4, "(Lcom/acme/missing/Base;)V", HardClasses::reassigned);
        }
        return file;
    }

    private static void intOfText(MethodVisitor code) {
        code.visitLdcInsn("text");
        code.visitInsn(Opcodes.IRETURN);
    }

    /** The parameter gets a value of another type, of which nothing is known. */
    private static void reassigned(MethodVisitor code) {
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "com/acme/missing/Maker", "make", "()Lcom/acme/missing/Derived;", false);
        code.visitVarInsn(Opcodes.ASTORE, 0);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "com/acme/missing/Maker", "use", "()V", false);
        code.visitInsn(Opcodes.RETURN);
    }

    private void write(String name, int version, String descriptor, Consumer<MethodVisitor> body) throws IOException {
        ClassWriter writer = new ClassWriter(0);
        String internalName = "com/acme/hard/" + name;
        writer.visit(version, ACC_PUBLIC, internalName, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "call", descriptor, null, null);
        code.visitCode();
        body.accept(code);
        code.visitMaxs(1, 1);
        code.visitEnd();
        jar.putNextEntry(new JarEntry(internalName + ".class"));
        jar.write(writer.toByteArray());
        jar.closeEntry();
    }
}
