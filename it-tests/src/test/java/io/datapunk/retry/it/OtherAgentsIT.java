package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Other people's agents at work on the very method that is retried, before and after ours on the command line. */
class OtherAgentsIT {
    private static final int ATTEMPTS = LibraryApp.CALLS * LibraryApp.ATTEMPTS_OF_EACH;

    @TempDir
    private Path temp;

    private LibraryApp library;

    @BeforeEach
    void makeLibrary() {
        library = new LibraryApp(temp);
    }

    @OnFewJdks
    void openTelemetry(TestJdk jdk) throws IOException {
        Path other = BuildArtifacts.otherAgent("opentelemetry-javaagent-");

        long first = spans(runBeside(other, "", true, jdk, openTelemetryOptions()));
        long second = spans(runBeside(other, "", false, jdk, openTelemetryOptions()));

        assertThat(first).as("spans with its agent first").isEqualTo(ATTEMPTS);
        assertThat(second).as("spans with ours first").isEqualTo(LibraryApp.CALLS);
        String row = "OpenTelemetry " + BuildArtifacts.version(other) + ": spans for 2 calls of 3 attempts each, ";
        Matrix.holds("agents", row + "its agent first", jdk, first + " (one per attempt)");
        Matrix.holds("agents", row + "ours first", jdk, second + " (one per call)");
    }

    @OnFewJdks
    void jaCoCo(TestJdk jdk) throws IOException {
        Path other = BuildArtifacts.otherAgent("org.jacoco.agent-");
        Path alone = temp.resolve("alone.exec");
        ForkedJvm.on(jdk)
                .agent(other, "destfile=" + alone)
                .classPath(BuildArtifacts.FIXTURE)
                .run(LibraryApp.MAIN)
                .succeeded()
                .keptStandardErrorEmpty();
        ExecutionData expected = coverage(alone);
        for (boolean otherFirst : new boolean[] {true, false}) {
            Path together = temp.resolve(otherFirst + ".exec");
            runBeside(other, "destfile=" + together, otherFirst, jdk).keptStandardErrorEmpty();

            ExecutionData found = coverage(together);
            assertThat(found.getId()).as("id of the class").isEqualTo(expected.getId());
            assertThat(found.getProbes()).isEqualTo(expected.getProbes());
        }
        boolean[] probes = expected.getProbes();
        assertThat(probes).contains(true, false);
        String figure = hits(probes) + " of " + probes.length;
        Matrix.holds(
                "agents",
                "JaCoCo " + BuildArtifacts.version(other)
                        + ", both orders: probes hit in the retried class, as without our agent",
                jdk,
                figure);
    }

    @OnFewJdks
    void aspectJ(TestJdk jdk) throws IOException {
        Path other = BuildArtifacts.client("aspectjweaver-");
        Files.createDirectories(temp.resolve("META-INF"));
        Files.writeString(temp.resolve("META-INF/aop.xml"), """
                <aspectj>
                  <weaver><include within="com.acme.legacy.beside.*"/></weaver>
                  <aspects><aspect name="com.acme.legacy.beside.Advised"/></aspects>
                </aspectj>
                """);
        for (boolean otherFirst : new boolean[] {true, false}) {
            List<String> err =
                    runBeside(other, "", otherFirst, jdk).err().lines().toList();

            assertThat(err).containsOnly("around find", "after a failure");
            assertThat(Collections.frequency(err, "around find")).isEqualTo(ATTEMPTS);
            assertThat(Collections.frequency(err, "after a failure")).isEqualTo(ATTEMPTS - LibraryApp.CALLS);
        }
        Matrix.holds(
                "agents",
                "AspectJ weaver " + BuildArtifacts.version(other)
                        + ", both orders: advice run for 2 calls of 3 attempts each",
                jdk,
                ATTEMPTS + " (one per attempt)");
    }

    /** The application under both agents: it prints what it prints alone, and its calls are retried. */
    private ProcessResult runBeside(Path other, String options, boolean otherFirst, TestJdk jdk, String... jvmOptions)
            throws IOException {
        ForkedJvm jvm = ForkedJvm.on(jdk).jvm(jvmOptions);
        jvm = otherFirst
                ? jvm.agent(other, options).agent(library.agentOptions())
                : jvm.agent(library.agentOptions()).agent(other, options);
        ProcessResult ended = library.failing(jvm).run(LibraryApp.MAIN).succeeded();
        assertThat(ended.out()).as(ended.toString()).isEqualTo(LibraryApp.OUTPUT);
        assertThat(ended.err()).doesNotContain("[datapunk-retry]", "Exception");
        library.retriedEach(LibraryApp.CALLS);
        return ended;
    }

    /** Spans of the one method alone, to standard error; its other instrumentations take seconds to start. */
    private static String[] openTelemetryOptions() {
        return new String[] {
            "-Dotel.traces.exporter=console",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none",
            "-Dotel.instrumentation.common.default-enabled=false",
            "-Dotel.instrumentation.methods.enabled=true",
            "-Dotel.instrumentation.methods.include=com.acme.legacy.beside.Catalogue[find]"
        };
    }

    /** Each line of its standard error is its agent's own, or the JVM's about that agent. */
    private static long spans(ProcessResult ended) {
        assertThat(ended.err().lines())
                .allMatch(line -> line.startsWith("[otel.javaagent ")
                        || line.contains("Sharing is only supported for boot loader classes"));
        return ended.err()
                .lines()
                .filter(line -> line.contains("LoggingSpanExporter - 'Catalogue.find'"))
                .count();
    }

    private static ExecutionData coverage(Path file) throws IOException {
        ExecFileLoader loader = new ExecFileLoader();
        loader.load(file.toFile());
        List<ExecutionData> found = loader.getExecutionDataStore().getContents().stream()
                .filter(data -> data.getName().equals("com/acme/legacy/beside/Catalogue"))
                .toList();
        assertThat(found).as("coverage of the class in " + file).hasSize(1);
        return found.get(0);
    }

    private static long hits(boolean[] probes) {
        long hits = 0;
        for (boolean probe : probes) {
            hits += probe ? 1 : 0;
        }
        return hits;
    }
}
