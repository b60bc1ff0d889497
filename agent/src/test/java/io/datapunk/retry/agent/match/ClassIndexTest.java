package io.datapunk.retry.agent.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.JdkClassFiles;
import io.datapunk.retry.agent.classfile.LoaderSource;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RulesReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class ClassIndexTest {

    private static final List<RetryRule> HIERARCHY = rules("""
            version: 1
            rules:
              - {name: by-annotation, match: {annotated-with: java.lang.Deprecated, method: 'get*'}}
              - {name: by-one-of-two, match: {annotated-with: [com.acme.Remote, java.lang.FunctionalInterface]}}
              - {name: by-type-and-method, match: {subtype-of: java.util.Collection, method: size}}
              - {name: by-type-and-methods, match: {subtype-of: java.util.Map, method: ['put(java.lang.Object, ..)', remove]}}
              - {name: by-type-and-pattern, match: {subtype-of: java.util.Iterator, method: 'n*t'}}
              - {name: by-type-and-exclusion, match: {subtype-of: java.util.Queue, method: poll, exclude: {method: poll()}}}
              - {name: by-two-methods, match: {subtype-of: java.lang.Comparable, method: [compareTo, compare]}}
              - {name: by-result, match: {subtype-of: java.util.concurrent.Executor, returns: java.util.concurrent.Future}}
              - {name: by-rare-method, match: {subtype-of: java.util.Map, method: getOrDefault}}
              - {name: by-no-class-there-is, match: {subtype-of: com.acme.Nothing, method: toString}}
            """);

    /**
     * Rules that name no class are told from most classes by the constants alone, and never from one that they match.
     */
    @Test
    void constantsRuleOutNothingThatMatches() throws IOException {
        ClassIndex index = new ClassIndex(HIERARCHY);
        Supertypes known = new Supertypes(new LoaderSource(null, null));
        Supertypes unknown = new Supertypes(new LoaderSource(null, null));
        int byName = 0;
        int byConstants = 0;
        int woven = 0;
        for (Path file : JdkClassFiles.below("java/util")) {
            byte[] bytes = Files.readAllBytes(file);
            ClassFile classFile = ClassFile.read(bytes);
            known.above(classFile); // so that nothing is ruled out by methods before
            Subject subject = new Subject(classFile, known, () -> "", false);
            Subject opened = new Subject(ClassFile.open(bytes), unknown, () -> "", false);
            List<RetryRule> named = index.candidates(classFile.name(), false);
            List<RetryRule> narrowed = index.candidates(classFile.name(), false, bytes);
            ClassMatch expected = MethodMatcher.match(subject, named);

            assertThat(narrowed).isSubsetOf(named).doesNotHaveDuplicates();
            assertThat(pairs(MethodMatcher.match(opened, narrowed))).isEqualTo(pairs(expected));
            byName += named.size();
            byConstants += narrowed.size();
            woven += expected.woven().size();
        }
        assertThat(woven).isGreaterThan(300);
        assertThat(byConstants).as("of %s", byName).isLessThan(byName / 2);
    }

    @Test
    void eachOfThousandsOfTextsIsFound() {
        StringBuilder text = new StringBuilder("version: 1\nrules:\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("  - {name: r")
                    .append(i)
                    .append(", match: {annotated-with: com.acme.Remote")
                    .append(i);
            text.append(i % 2 == 0 ? "}}\n" : "x}}\n");
        }
        ClassIndex index = new ClassIndex(rules(text.toString()));

        for (int i = 0; i < 5_000; i++) {
            String annotation = "Lcom/acme/Remote" + i + (i % 2 == 0 ? ";" : "x;");
            assertThat(index.candidates("com/acme/A", false, classFile(annotation)))
                    .extracting(RetryRule::name)
                    .containsExactly("r" + i);
        }
        assertThat(index.candidates("com/acme/A", false, classFile("Lcom/acme/Remote;")))
                .isNull();
        assertThat(index.candidates("com/acme/A", true, classFile("Lcom/acme/Remote2;")))
                .as("rules without a class are not for classes of the JDK")
                .isNull();
    }

    /** Class files write them in an encoding of their own: such rules are held against every class. */
    @Test
    void textsBeyondAscii() {
        ClassIndex index = new ClassIndex(rules("""
                version: 1
                rules:
                  - {name: annotation, match: {annotated-with: com.acme.Überfällig}}
                  - {name: method, match: {subtype-of: com.acme.Überfällig, method: übertrage}}
                """));

        assertThat(index.candidates("com/acme/A", false, classFile("V"))).hasSize(2);
    }

    @Test
    void bytesThatAreNoClassFileAreLookedAtOnlyWhereTheyMustBe() {
        byte[] none = {1, 2, 3};
        assertThat(new ClassIndex(rules("version: 1\nrules:\n  - {name: r, match: {class: com.acme.A}}\n"))
                        .candidates("com/acme/A", false, none))
                .hasSize(1);
        byte[] whole = classFile("Lcom/acme/Remote;");
        ClassIndex hierarchy = new ClassIndex(HIERARCHY);
        for (byte[] bytes : List.of(none, new byte[0], Arrays.copyOf(whole, 9), Arrays.copyOf(whole, 30))) {
            assertThatThrownBy(() -> hierarchy.candidates("com/acme/A", false, bytes))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aClassOfTheJdkIsNoCandidateWhereItsPackageIsNotNamed() {
        ClassIndex index = new ClassIndex(rules("""
                version: 1
                rules:
                  - {name: all, match: {class: "**", method: get}}
                  - {name: ending, match: {class: "**.Socket"}}
                  - {name: letter, match: {class: "j**"}}
                  - {name: method, match: {annotated-with: com.acme.Remote, method: connect}}
                  - {name: type, match: {subtype-of: java.io.Closeable}}
                  - {name: annotation, match: {annotated-with: java.lang.Deprecated}}
                """));

        assertThat(index.mayHaveCandidates("java/net/Socket", true)).isFalse();
        assertThat(index.candidates("java/net/Socket", true)).isNull();
        assertThat(index.candidates("java/net/Socket", true, new byte[0])).isNull();
        assertThat(index.candidates("java/net/Socket", false)).hasSize(6);
        assertThat(index.candidates("com/acme/Socket", false))
                .extracting(RetryRule::name)
                .containsExactly("all", "ending", "method", "type", "annotation");
    }

    @Test
    void aClassOfTheJdkIsACandidateOfThoseThatNameItsPackage() {
        ClassIndex index = new ClassIndex(rules("""
                version: 1
                rules:
                  - {name: both, match: {class: ["**", java.net.Socket]}}
                  - {name: package, match: {class: java.net.*}}
                  - {name: top, match: {class: "java.**Socket"}}
                  - {name: other, match: {class: "javax.**"}}
                """));

        assertThat(index.candidates("java/net/Socket", true))
                .extracting(RetryRule::name)
                .containsExactly("both", "package", "top");
        assertThat(index.candidates("java/util/List", true)).isNull();
    }

    private static List<String> pairs(ClassMatch match) {
        return Stream.concat(
                        match.woven().stream()
                                .map(m ->
                                        m.method().signature() + " " + m.rule().name()),
                        match.skipped().stream()
                                .map(m ->
                                        m.method().signature() + " " + m.rule().name() + " " + m.reason()))
                .toList();
    }

    private static byte[] classFile(String annotation) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "com/acme/A", null, "java/lang/Object", null);
        writer.newConst(1L);
        writer.visitAnnotation(annotation, false).visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static List<RetryRule> rules(String text) {
        try {
            return RulesReader.read("test", Map.of("f.yml", text)).rules();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
