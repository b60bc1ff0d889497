package io.datapunk.retry.it;

import static net.bytebuddy.jar.asm.Opcodes.ACC_PUBLIC;
import static net.bytebuddy.jar.asm.Opcodes.ACC_STATIC;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Classes that no verifier lets pass: each has a method that returns a text as its {@code int}. */
final class BrokenClasses {

    private BrokenClasses() {}

    /** Writes a jar with one for the verifier that infers types, and one for that which checks stack maps. */
    static void writeTo(Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            write(out, "com/acme/broken/V48", Opcodes.V1_4);
            write(out, "com/acme/broken/V52", Opcodes.V1_8);
        }
    }

    private static void write(JarOutputStream out, String internalName, int version) throws IOException {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(version, ACC_PUBLIC, internalName, null, "java/lang/Object", null);
        MethodVisitor call = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "call", "()I", null, null);
        call.visitCode();
        call.visitLdcInsn("text");
        call.visitInsn(Opcodes.IRETURN);
        call.visitMaxs(1, 0);
        call.visitEnd();
        out.putNextEntry(new JarEntry(internalName + ".class"));
        out.write(writer.toByteArray());
        out.closeEntry();
    }
}
