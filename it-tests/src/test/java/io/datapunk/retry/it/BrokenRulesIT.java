package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A rules file that is wrong leaves the application as it is without the agent, and the log names the place; with
 * {@code strict=true} there is no application. The files are in {@code broken-rules}; the first line of each is a
 * comment with the place that must be named and a word that must be said of it: {@code # LINE:COLUMN WORD}.
 */
class BrokenRulesIT {
    private static final String TOUR = "com.acme.legacy.shapes.Tour";

    static Stream<Arguments> filesOnJdks() throws IOException {
        try (Stream<Path> files = Files.list(BuildArtifacts.resource("broken-rules"))) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSizeGreaterThanOrEqualTo(10);
            return TestJdks.few().stream()
                    .flatMap(jdk -> all.stream().map(file -> Arguments.of(file.getFileName(), jdk)));
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("filesOnJdks")
    void leavesTheApplicationAlone(Path name, TestJdk jdk) throws IOException {
        Path file = BuildArtifacts.resource("broken-rules").resolve(name);
        ProcessResult plain =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).run(TOUR);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + file)
                .classPath(BuildArtifacts.FIXTURE)
                .run(TOUR);

        ended.succeeded().printedTheSameAs(plain);
        assertNamesThePlace(ended, file);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("filesOnJdks")
    void stopsTheJvmBeforeMainIfStrict(Path name, TestJdk jdk) throws IOException {
        Path file = BuildArtifacts.resource("broken-rules").resolve(name);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("strict=true,rules=" + file)
                .classPath(BuildArtifacts.FIXTURE)
                .run(TOUR);

        assertThat(ended.status()).as("exit status of %s", ended).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertNamesThePlace(ended, file);
    }

    private static void assertNamesThePlace(ProcessResult ended, Path file) throws IOException {
        String[] expected = Files.readAllLines(file).get(0).split(" ", 3);
        assertThat(ended.err().lines())
                .as("standard error of %s", ended)
                .anyMatch(line ->
                        line.contains(file.getFileName() + ":" + expected[1] + ":") && line.contains(expected[2]));
        assertThat(ended.err()).startsWith("[datapunk-retry] ERROR ").doesNotContain("\tat ");
    }
}
