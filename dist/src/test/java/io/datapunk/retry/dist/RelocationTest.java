package io.datapunk.retry.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class RelocationTest {
    private final Relocation relocation =
            new Relocation(List.of(new Library("org/lib/", "own/shaded/lib/", List.of("org/lib/Unwanted"))));

    @Test
    void classOfLibraryGetsNewName() {
        assertThat(relocation.nameOf("org/lib/Part$Inner")).isEqualTo("own/shaded/lib/Part$Inner");
        assertThat(relocation.nameOf("org/library/Part")).isEqualTo("org/library/Part");
    }

    @Test
    void typesDescriptorsAndStringsAreRelocated() {
        Relocation.Relocated relocated =
                relocation.apply(classFile("org/lib/Part", "org.lib.Other", "Lorg/lib/Other;"));

        ClassReader reader = new ClassReader(relocated.bytes());
        assertThat(reader.getClassName()).isEqualTo("own/User");
        assertThat(reader.getSuperName()).isEqualTo("own/shaded/lib/Part");
        String content = new String(relocated.bytes(), StandardCharsets.ISO_8859_1);
        assertThat(content)
                .contains("own.shaded.lib.Other", "Lown/shaded/lib/Other;")
                .doesNotContain("org/lib", "org.lib");
    }

    @Test
    void referencesHaveTheirOldNames() {
        assertThat(relocation.apply(classFile("org/lib/Part", "a text")).references())
                .contains("own/User", "org/lib/Part", "java/lang/Object");
    }

    @Test
    void classWithoutLibrariesKeepsItsBytes() {
        byte[] bytes = classFile("java/lang/Object", "org.library.Part", "see org.lib.Part");

        assertThat(relocation.apply(bytes).bytes()).isSameAs(bytes);
    }

    /** Class {@code own.User} with a method that loads these strings. */
    private static byte[] classFile(String superName, String... strings) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_ABSTRACT, "own/User", null, superName, null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "run", "(Ljava/lang/Object;)V", null, null);
        method.visitCode();
        for (String string : strings) {
            method.visitLdcInsn(string);
            method.visitInsn(Opcodes.POP);
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(1, 1);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
