package io.datapunk.retry.it;

import static net.bytebuddy.jar.asm.Opcodes.ACC_PUBLIC;
import static net.bytebuddy.jar.asm.Opcodes.ACC_STATIC;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/** Class files as compilers wrote them from 1996 to 2011, each with a {@code static String call(int, long, String)}. */
final class OldClasses {
    private static final String TEMPLATE = "com/acme/legacy/old/Template";
    private static final String CALLS = "com/acme/legacy/old/OldCalls";
    private static final String SIGNATURE = "(IJLjava/lang/String;)Ljava/lang/String;";
    private static final String[] IO_EXCEPTION = {"java/io/IOException"};

    private final List<String> names = new ArrayList<>();

    private OldClasses() {}

    /** Writes a jar of them and returns their names. */
    static List<String> writeTo(Path jar) throws IOException {
        OldClasses classes = new OldClasses();
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            byte[] template = template();
            classes.copy(out, template, "V45", Opcodes.V1_1, ClassReader.SKIP_FRAMES);
            classes.copy(out, template, "V46", Opcodes.V1_2, ClassReader.SKIP_FRAMES);
            classes.copy(out, template, "V47", Opcodes.V1_3, ClassReader.SKIP_FRAMES);
            classes.copy(out, template, "V48", Opcodes.V1_4, ClassReader.SKIP_FRAMES);
            classes.copy(out, template, "V49", Opcodes.V1_5, ClassReader.SKIP_FRAMES);
            classes.copy(out, template, "V49WithFrames", Opcodes.V1_5, ClassReader.EXPAND_FRAMES);
            classes.copy(out, template, "V50WithoutFrames", Opcodes.V1_6, ClassReader.SKIP_FRAMES);
            classes.copy(out, template, "V50", Opcodes.V1_6, 0);
            classes.copy(out, template, "V51", Opcodes.V1_7, 0);
            classes.write(out, "com/acme/legacy/old/V48WithSubroutine", withSubroutine());
        }
        return classes.names;
    }

    private static byte[] template() throws IOException {
        try (JarFile fixture = new JarFile(BuildArtifacts.FIXTURE.toFile());
                InputStream in = fixture.getInputStream(fixture.getEntry(TEMPLATE + ".class"))) {
            return in.readAllBytes();
        }
    }

    private void copy(JarOutputStream out, byte[] template, String name, int version, int flags) throws IOException {
        ClassWriter writer = new ClassWriter(0);
        String internalName = "com/acme/legacy/old/" + name;
        ClassVisitor dated = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(int newer, int access, String self, String generic, String base, String[] interfaces) {
                super.visit(version, access, self, generic, base, interfaces);
            }
        };
        new ClassReader(template)
                .accept(new ClassRemapper(dated, new SimpleRemapper(Opcodes.ASM9, TEMPLATE, internalName)), flags);
        write(out, internalName, writer.toByteArray());
    }

    /** A {@code finally} as compilers wrote it before Java 6: one subroutine, called from two places. */
    private static byte[] withSubroutine() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_4, ACC_PUBLIC, "com/acme/legacy/old/V48WithSubroutine", null, "java/lang/Object", null);
        MethodVisitor call = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "call", SIGNATURE, null, IO_EXCEPTION);
        Label subroutine = new Label();
        call.visitCode();
        call.visitVarInsn(Opcodes.ILOAD, 0);
        call.visitVarInsn(Opcodes.LLOAD, 1);
        call.visitVarInsn(Opcodes.ALOAD, 3);
        call.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "begin", "(IJLjava/lang/String;)V", false);
        call.visitJumpInsn(Opcodes.JSR, subroutine);
        call.visitLdcInsn("call");
        call.visitMethodInsn(Opcodes.INVOKESTATIC, "com/acme/legacy/Attempts", "end", "(Ljava/lang/String;)V", false);
        call.visitJumpInsn(Opcodes.JSR, subroutine);
        call.visitVarInsn(Opcodes.ILOAD, 0);
        call.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/String", "valueOf", "(I)Ljava/lang/String;", false);
        call.visitInsn(Opcodes.ARETURN);
        call.visitLabel(subroutine); // overwrites the parameters
        call.visitVarInsn(Opcodes.ASTORE, 4);
        call.visitIincInsn(0, 1);
        call.visitInsn(Opcodes.LCONST_0);
        call.visitVarInsn(Opcodes.LSTORE, 1);
        call.visitVarInsn(Opcodes.RET, 4);
        call.visitMaxs(0, 0);
        call.visitEnd();
        return writer.toByteArray();
    }

    private void write(JarOutputStream out, String internalName, byte[] classFile) throws IOException {
        out.putNextEntry(new JarEntry(internalName + ".class"));
        out.write(classFile);
        out.closeEntry();
        names.add(internalName.replace('/', '.'));
    }
}
