package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JVM verifies all classes of other people's jars, as they are and with every method woven: class by class, what
 * comes of it is the same.
 */
class WeaveEverythingIT {

    /** Old ones and new ones, from javac and kotlinc. */
    private static final List<String> FEW =
            List.of("log4j-", "xalan-", "axis-1", "spring-core-", "netty-common-", "kotlin-stdlib-");

    private static final String LOOKS_AT_FAILURES = "";
    private static final String LOOKS_AT_RESULTS = "retry-if: [{equals: no such result}]";

    @TempDir
    private Path temp;

    /** Without what they were compiled against: many of the types that they name are not there. */
    @OnFewJdks
    void aFewJarsAlone(TestJdk jdk) throws IOException {
        List<Path> jars = jars(name -> FEW.stream().anyMatch(name::startsWith));
        Map<String, String> figures = linkTheSame(jdk, jars);
        assertThat(figures).hasSameSizeAs(FEW);
        for (String jar : figures.keySet()) {
            Matrix.holds("weaving", jar + ", alone", jdk, figures.get(jar));
        }
    }

    @OnEachJdk
    @Tag("long")
    void allJars(TestJdk jdk) throws IOException {
        List<Path> jars = jars(name -> true);
        Map<String, String> figures = linkTheSame(jdk, jars);
        // Some have no code, or none but classes that the JVM finds in the JDK.
        assertThat(figures).hasSizeBetween(jars.size() - 4, jars.size());
        for (String jar : figures.keySet()) {
            Matrix.holds("weaving", jar, jdk, figures.get(jar));
        }
    }

    /** Classes linked and methods woven, by the name of the jar, of jars where there are any. */
    private Map<String, String> linkTheSame(TestJdk jdk, List<Path> jars) throws IOException {
        List<Path> all = new ArrayList<>(jars);
        all.add(HardClasses.writeTo(temp));
        List<String> plain = link(jdk, all, null);
        assertThat(plain).as("what is linked so is verified").containsAll(HardClasses.OUTCOMES);

        Path log = temp.resolve("agent.log");
        for (String looksAt : List.of(LOOKS_AT_FAILURES, LOOKS_AT_RESULTS)) {
            Files.deleteIfExists(log);
            List<String> woven = link(jdk, all, "rules=" + rules(all, looksAt) + ",log=info,log-file=" + log);

            assertThat(Differences.between(plain, woven)).isEmpty();
            assertThat(Files.readString(log)).doesNotContain(" ERROR ");
        }
        return figures(jars, plain, Files.readAllLines(log));
    }

    private static List<String> link(TestJdk jdk, List<Path> jars, String agentOptions) {
        ForkedJvm forked = ForkedJvm.on(jdk).within(30).jvm("-Xverify:all", "-Xmx1500m");
        if (agentOptions != null) {
            forked.agent(agentOptions + ",jmx=off");
        }
        List<String> arguments = new ArrayList<>(List.of("com.acme.legacy.linked.LinkAll"));
        jars.forEach(jar -> arguments.add(jar.toString()));
        return forked.classPath(Stream.concat(jars.stream(), Stream.of(BuildArtifacts.FIXTURE))
                        .toArray(Path[]::new))
                .run(arguments.toArray(String[]::new))
                .succeeded()
                .keptStandardErrorEmpty()
                .outLines();
    }

    /** A rule for each jar, so that the log tells what was woven of it; none ever retries. */
    private Path rules(List<Path> jars, String more) throws IOException {
        StringBuilder rules = new StringBuilder("""
                version: 1
                defaults:
                  retry-on: [com.acme.missing.NoSuchException]
                  allow-synchronized: true
                  budget: off
                  %s
                rules:
                """.formatted(more));
        for (Path jar : jars) {
            rules.append("""
                      - name: %s
                        match: {class: "**", jar: "%s"}
                    """.formatted(name(jar), jar.getFileName()));
        }
        return Files.writeString(temp.resolve("rules.yml"), rules);
    }

    private static Map<String, String> figures(List<Path> jars, List<String> outcomes, List<String> log) {
        Map<String, Long> linked = outcomes.stream()
                .filter(line -> line.endsWith(" linked"))
                .collect(Collectors.groupingBy(line -> line.substring(0, line.indexOf(' ')), Collectors.counting()));
        Map<String, Long> woven = log.stream()
                .filter(line -> line.contains(" is retried by the rule "))
                .distinct() // where a class cannot be defined, it is tried again
                .collect(Collectors.groupingBy(
                        line -> line.substring(line.lastIndexOf(' ') + 1), Collectors.counting()));
        return jars.stream()
                .filter(jar -> woven.containsKey(name(jar)))
                .collect(Collectors.toMap(
                        WeaveEverythingIT::name,
                        jar -> linked.get(jar.getFileName().toString()) + " classes, " + woven.get(name(jar))
                                + " methods"));
    }

    private static String name(Path jar) {
        return jar.getFileName().toString().replaceFirst("\\.jar$", "");
    }

    private static List<Path> jars(Predicate<String> which) throws IOException {
        try (Stream<Path> files = Files.list(BuildArtifacts.ROOT.resolve("it-tests/target/woven-jars"))) {
            return files.filter(file -> which.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }
}
