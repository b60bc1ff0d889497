package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Libraries run the tests that their makers publish, with every method of the library, of its tests and of what these
 * use woven: test by test, what comes of it is the same. Some fail either way, since they look for files of a source
 * tree.
 */
class OtherSuitesIT {
    private static final Path SUITES = BuildArtifacts.ROOT.resolve("it-tests/target/suites");

    /** JUnit alone is left as it is. */
    private static final String RULES = """
            version: 1
            rules:
              - name: everything
                match: {class: "**", exclude: {class: ["org.junit.**", "junit.**"]}}
                retry-on: [com.acme.missing.NoSuchException]
                allow-synchronized: true
                budget: off
            """;

    @TempDir
    private Path temp;

    /** In each build on one JDK. */
    @Test
    void commonsCodecOnTheJdkOfTheBuild() throws Exception {
        commonsCodec(TestJdks.ofTests());
    }

    @OnEachJdk
    @Tag("long")
    void commonsCodec(TestJdk jdk) throws Exception {
        endTheSame(jdk, "commons-codec-1.15", 1_000);
    }

    @OnEachJdk
    @Tag("long")
    void commonsCollections(TestJdk jdk) throws Exception {
        endTheSame(jdk, "commons-collections4-4.4", 20_000);
    }

    @OnEachJdk
    @Tag("long")
    void commonsLang(TestJdk jdk) throws Exception {
        endTheSame(jdk, "commons-lang3-3.12.0", 5_000);
    }

    private void endTheSame(TestJdk jdk, String library, int atLeast) throws Exception {
        Path log = temp.resolve("agent.log");
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        List<String> plain = run(jdk, library, null);
        List<String> woven = run(jdk, library, "rules=" + rules + ",jmx=off,log=debug,log-file=" + log);

        assertThat(Differences.between(plain, woven)).isEmpty();
        long passed = plain.stream().filter(line -> line.endsWith(" passed")).count();
        assertThat(passed).isGreaterThan(atLeast);
        List<String> lines = Files.readAllLines(log);
        long methods =
                lines.stream().filter(line -> line.contains(" is retried by ")).count();
        assertThat(methods).isGreaterThan(1_000);
        assertThat(lines).noneMatch(line -> line.contains(" ERROR "));
        Matrix.holds(
                "suites",
                library + ", its own tests",
                jdk,
                passed + " of " + plain.size() + " passed, as without; " + methods + " methods");
    }

    private List<String> run(TestJdk jdk, String library, String agentOptions) throws Exception {
        Path reports = temp.resolve(agentOptions == null ? "plain" : "woven");
        ForkedJvm forked = ForkedJvm.on(jdk).within(30).in(Files.createTempDirectory(temp, "work"));
        if (agentOptions != null) {
            forked.agent(agentOptions);
        }
        ProcessResult ended = forked.jvm("-Duser.language=en", "-Duser.country=US", "-Duser.timezone=UTC")
                .classPath(jars())
                .run(
                        "org.junit.platform.console.ConsoleLauncher",
                        "execute",
                        "--details=none",
                        "--reports-dir=" + reports,
                        // Benchmarks, whose harness is not there; and a test of arrays of a gigabyte: a woven
                        // method keeps its arguments while it runs, and these are then too many for the heap.
                        "--exclude-classname=.*(jmh|HashSetvBitSetTest|codec.binary.Base64Test).*",
                        "--scan-classpath=" + SUITES.resolve(library + "-tests.jar"));
        assertThat(reports).as(ended.toString()).isDirectory(); // tests may fail, but it must have come to its end
        return JUnitReports.outcomes(reports);
    }

    private static Path[] jars() throws IOException {
        try (Stream<Path> files = Files.list(SUITES)) {
            return files.sorted().toArray(Path[]::new);
        }
    }
}
