package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Retries under each garbage collector, with all code compiled before it runs, and with checks of native code on. */
class CollectorsAndCompilersIT {
    /** Before that it is an experiment, which in so small a heap runs out of memory without any agent. */
    private static final int FIRST_WITH_ZGC = 15;

    private static final int CALLS = 1_000;

    @TempDir
    private Path temp;

    private LibraryApp library;

    @BeforeEach
    void makeLibrary() {
        library = new LibraryApp(temp);
    }

    @OnFewJdks
    void garbageCollectors(TestJdk jdk) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("Serial", "MarkSweepCompact");
        names.put("Parallel", "PS MarkSweep");
        names.put("G1", "G1 Old Generation");
        if (jdk.version() >= FIRST_WITH_ZGC) {
            names.put("Z", "ZGC");
        }
        for (Map.Entry<String, String> collector : names.entrySet()) {
            String[] options = {"-XX:+Use" + collector.getKey() + "GC", "-Xmx64m"};
            ProcessResult plain = ForkedJvm.on(jdk)
                    .jvm(options)
                    .classPath(BuildArtifacts.FIXTURE)
                    .run("com.acme.legacy.beside.Allocating")
                    .succeeded();
            assertThat(plain.out()).contains("collector " + collector.getValue());

            library.failing(ForkedJvm.on(jdk).jvm(options).agent(library.agentOptions()))
                    .run("com.acme.legacy.beside.Allocating")
                    .succeeded()
                    .printedTheSameAs(plain)
                    .keptStandardErrorEmpty();

            library.retriedEach(CALLS);
            Matrix.holds(
                    "jvm",
                    "Collector " + collector.getKey() + " in 64 MB: calls that a retry saved, of 1,000",
                    jdk,
                    Integer.toString(CALLS));
        }
    }

    @OnFewJdks
    void allCodeIsCompiledFirst(TestJdk jdk) throws IOException {
        compiledFirst(jdk, "-Xcomp", "-XX:TieredStopAtLevel=1");
    }

    /** The second compiler takes ten times as long for that. */
    @Tag("long")
    @OnFewJdks
    void allCodeIsOptimisedFirst(TestJdk jdk) throws IOException {
        compiledFirst(jdk, "-Xcomp");
    }

    /** Without JMX, which would be compiled as well: a call whose failure is not retried ends the application. */
    private void compiledFirst(TestJdk jdk, String... options) throws IOException {
        ProcessResult ended = ForkedJvm.on(jdk)
                .jvm(options)
                .jvm("-Dfailures=" + (LibraryApp.ATTEMPTS_OF_EACH - 1))
                .agent(library.agentOptions())
                .classPath(BuildArtifacts.FIXTURE)
                .run(LibraryApp.MAIN)
                .succeeded()
                .keptStandardErrorEmpty();

        assertThat(ended.out()).isEqualTo(LibraryApp.OUTPUT);
        Matrix.holds(
                "jvm",
                String.join(" ", options) + ": calls that a retry saved, of 2",
                jdk,
                Integer.toString(LibraryApp.CALLS));
    }

    /** What the JVM's own {@code java.lang.instrument} is warned for, whichever agent uses it, is not ours. */
    @OnFewJdks
    void nativeCallsAreChecked(TestJdk jdk) throws IOException {
        ProcessResult other = library.failing(
                        ForkedJvm.on(jdk).jvm("-Xcheck:jni").agent(library.otherAgent(), "look"))
                .jvm("-Dfailures=0", "-Dexpected=0")
                .run(LibraryApp.MAIN)
                .succeeded();
        ProcessResult ours = library.failing(
                        ForkedJvm.on(jdk).jvm("-Xcheck:jni").agent(library.agentOptions()))
                .run(LibraryApp.MAIN)
                .succeeded();

        assertThat(ours.out()).contains(LibraryApp.OUTPUT.lines().toList());
        assertThat(warnings(other)).as("of %s", ours).containsAll(warnings(ours));
        library.retriedEach(LibraryApp.CALLS);
        Matrix.holds("jvm", "-Xcheck:jni: warnings more than with any other agent", jdk, "0");
    }

    /** Each kind of warning with the native method that it is about; the numbers in them differ from run to run. */
    private static Set<String> warnings(ProcessResult ended) {
        String out = ended.out();
        return out.lines()
                .filter(line -> line.startsWith("WARNING") || line.contains("(Native Method)"))
                .map(line -> line.replaceAll("[0-9]+", "N"))
                .collect(Collectors.toSet());
    }
}
