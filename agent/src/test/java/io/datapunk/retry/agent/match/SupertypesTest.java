package io.datapunk.retry.agent.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.ClassSource;
import io.datapunk.retry.agent.classfile.LoaderSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class SupertypesTest {

    @Test
    void supertypesAtAnyDepthAndMissingOnes() throws IOException {
        Supertypes ofJdk = new Supertypes(new LoaderSource(null, null));
        ClassFile list = ClassFile.read(new LoaderSource(null, null).read("java/util/ArrayList"));
        assertThat(ofJdk.of(list)).containsAnyOf("java.lang.Iterable");
        assertThat(ofJdk.of(list)).containsAnyOf("java.util.AbstractCollection");
        assertThat(ofJdk.of(list)).containsAnyOf("java.util.ArrayList");
        assertThat(ofJdk.of(list)).doesNotContain("java.util.Set", "java.util.Map");

        Supertypes ofNothing = new Supertypes(name -> null);
        assertThat(ofNothing.of(list)).containsAnyOf("java.util.List");
        assertThat(ofNothing.of(list)).doesNotContain("java.lang.Iterable");
        assertThat(union(ofNothing.above(list))).contains("java.util.List").doesNotContain("java.lang.Iterable");
        assertThat(union(ofJdk.above(list)))
                .as("shared between classes, and the same")
                .isEqualTo(without("java.util.ArrayList", ofJdk.of(list)))
                .isEqualTo(without("java.util.ArrayList", ofJdk.of("java.util.ArrayList")));
    }

    /** Class files that contradict each other are refused by the JVM, and must not keep the thread that loads one. */
    @Test
    void typesThatAreAboveThemselves() throws IOException {
        Supertypes circle = new Supertypes(name -> classFile(name.equals("A") ? "B" : "A", name));

        assertThat(circle.of("A")).containsExactlyInAnyOrder("A", "B");
        assertThat(circle.of("B")).containsExactlyInAnyOrder("A", "B");
    }

    private static byte[] classFile(String superName, String name) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, superName, null);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static Set<String> union(List<Set<String>> sets) {
        Set<String> all = new HashSet<>();
        sets.forEach(all::addAll);
        return all;
    }

    private static Set<String> without(String name, Set<String> names) {
        Set<String> others = new HashSet<>(names);
        others.remove(name);
        return others;
    }

    /** As generated classes are: they have no class file. */
    @Test
    void typesThatAreLoadedAndHaveNoClassFile() {
        Loaded loaded = new Loaded();
        Supertypes supertypes = new Supertypes(loaded);
        ClassFile generated = ClassFile.read(classFile("java/util/ArrayList", "Generated"));

        assertThat(supertypes.of(generated)).containsExactlyInAnyOrder("Generated", "java.util.ArrayList");
        assertThat(supertypes.isKnownAbove(generated)).isFalse();

        loaded.classes.put("java/util/ArrayList", ArrayList.class); // and what is above it is not to be had by name
        assertThat(supertypes.of(generated)).contains("java.util.AbstractCollection", "java.lang.Iterable");
        assertThat(supertypes.isKnownAbove(generated)).isTrue();
    }

    /** A type that a method returns may be of a library that is not there: it is not looked for at each method. */
    @Test
    void typesThatMethodsReturnAreLookedForOnce() {
        Loaded loaded = new Loaded();
        Supertypes supertypes = new Supertypes(loaded);

        assertThat(supertypes.of("com.acme.Missing")).containsExactly("com.acme.Missing");
        assertThat(supertypes.of("com.acme.Missing")).containsExactly("com.acme.Missing");
        assertThat(loaded.asked).isEqualTo(1);
    }

    private static final class Loaded implements ClassSource {
        private final Map<String, Class<?>> classes = new HashMap<>();
        private int asked;

        @Override
        public byte[] read(String internalName) {
            return null;
        }

        @Override
        public Class<?> loaded(String internalName) {
            asked++;
            return classes.get(internalName);
        }
    }
}
