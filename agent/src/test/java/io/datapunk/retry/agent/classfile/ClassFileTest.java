package io.datapunk.retry.agent.classfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datapunk.retry.agent.match.JarNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class ClassFileTest {

    /** What a legacy compiler would leave behind. */
    @Deprecated
    @SuppressWarnings("unused")
    abstract static class Sample implements Callable<String>, Comparable<Sample> {
        static long primitives(byte[] b, long l, double d, String[][] s, Sample self) {
            return l;
        }

        @Deprecated
        synchronized void locked() {}

        abstract void open();

        @Override
        public int compareTo(Sample other) {
            return 0;
        }
    }

    @Test
    void readsWhatMatchingNeeds() throws IOException {
        ClassFile sample = ClassFile.read(bytes(Sample.class));

        assertThat(sample.name()).isEqualTo(Sample.class.getName().replace('.', '/'));
        assertThat(sample.superName()).isEqualTo("java/lang/Object");
        assertThat(sample.interfaces()).containsExactly("java/util/concurrent/Callable", "java/lang/Comparable");
        assertThat(sample.annotations()).containsExactly("java.lang.Deprecated");
        assertThat(method(sample, "primitives").signature())
                .isEqualTo("primitives(byte[], long, double, java.lang.String[][], " + Sample.class.getName() + ")");
        assertThat(method(sample, "primitives").returnType()).isEqualTo("long");
        assertThat(method(sample, "locked").isSynchronized()).isTrue();
        assertThat(method(sample, "locked").annotations()).containsExactly("java.lang.Deprecated");
        assertThat(sample.methods().stream().filter(MethodInfo::isMatchable).map(MethodInfo::signature))
                .containsExactly(
                        method(sample, "primitives").signature(),
                        "locked()",
                        "compareTo(" + Sample.class.getName() + ")");
    }

    @Test
    void agreesWithAsmOnAThousandClassesOfTheJdk() throws IOException {
        List<Path> files = JdkClassFiles.below("java/util");
        assertThat(files).hasSizeGreaterThan(1_000);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            ClassFile read = ClassFile.read(bytes);
            ClassReader asm = new ClassReader(bytes);
            List<String> methods = new ArrayList<>();
            asm.accept(
                    new ClassVisitor(Opcodes.ASM9) {
                        @Override
                        public MethodVisitor visitMethod(
                                int access, String name, String descriptor, String signature, String[] exceptions) {
                            methods.add(name + descriptor);
                            return null;
                        }
                    },
                    ClassReader.SKIP_DEBUG);
            assertThat(read.name()).isEqualTo(asm.getClassName());
            assertThat(read.superName()).isEqualTo(asm.getSuperName());
            assertThat(read.interfaces()).containsExactly(asm.getInterfaces());
            assertThat(read.methods().stream().map(method -> method.name() + method.descriptor()))
                    .containsExactlyElementsOf(methods);
        }
    }

    @Test
    void damagedBytesAreRefusedAndNothingElseHappens() throws IOException {
        byte[] bytes = bytes(Sample.class);
        for (int length = 0; length < bytes.length - 20; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ClassFile.read(cut))
                    .as("cut at %s", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** What is read later says so each time; nothing is read from the middle of the bytes. */
    @Test
    void damagedMembersAreRefusedWhenTheyAreAskedFor() throws IOException {
        byte[] bytes = bytes(Sample.class);
        int members = 0;
        for (int length = bytes.length - 20; length > 0; length--) {
            ClassFile damaged;
            try {
                damaged = ClassFile.open(Arrays.copyOf(bytes, length));
            } catch (IllegalArgumentException e) {
                break; // not even the names are there
            }
            members++;
            assertThat(damaged.name()).isEqualTo(Sample.class.getName().replace('.', '/'));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(damaged::methods)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("cut short");
            }
        }
        assertThat(members).isGreaterThan(100);
    }

    @Test
    void namesOfJars() {
        assertThat(JarNames.of("file:/app/lib/payment-1.2.jar")).isEqualTo("payment-1.2.jar");
        assertThat(JarNames.of("jar:file:/app.jar!/BOOT-INF/lib/payment-1.2.jar!/"))
                .isEqualTo("payment-1.2.jar");
        assertThat(JarNames.of("jar:nested:/app.jar/!BOOT-INF/lib/payment-1.2.jar!/"))
                .isEqualTo("payment-1.2.jar");
        assertThat(JarNames.of("jar:file:/app.jar!/BOOT-INF/classes!/")).isEqualTo("app.jar");
        assertThat(JarNames.of("jar:nested:/app.jar/!BOOT-INF/classes/!/")).isEqualTo("app.jar");
        assertThat(JarNames.of("file:/app/target/classes/")).isEqualTo("classes");
        assertThat(JarNames.of("jrt:/java.sql")).isEqualTo("java.sql");
        assertThat(JarNames.of("file:/my%20app/a%20b.jar")).isEqualTo("a b.jar");
        assertThat(JarNames.of(null)).isEmpty();
    }

    private static MethodInfo method(ClassFile classFile, String name) {
        return classFile.methods().stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (var in =
                type.getResourceAsStream(type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        }
    }
}
