package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/**
 * Methods of every shape that fail twice and then succeed return their value, called with the same arguments each time,
 * and nothing that the application prints shows that there were failures or an agent.
 */
class RetriedCallsIT {
    private static final String TOUR = "com.acme.legacy.shapes.Tour";
    private static final int DEPTHS_OF_RECURSION = 3;
    private static final String RULES = """
            version: 1
            defaults: {budget: off}
            rules:
              - name: shapes
                match:
                  class:
                    - com.acme.legacy.shapes.Shapes
                    - com.acme.legacy.shapes.Primitives
                    - com.acme.legacy.shapes.Greeting
                    - com.acme.legacy.shapes.Box*
                    - com.acme.legacy.shapes.Shapes$Insider$*
                  method: [of*, open]
                allow-synchronized: true
                backoff: {strategy: fixed, delay: 1ms}
            """;

    @TempDir
    Path temp;

    @OnEachJdk
    void areSeenOnlyByTheCounters(TestJdk jdk) throws IOException {
        ProcessResult plain =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).run(TOUR).succeeded();
        Map<String, Long> calls = callsByMethod(plain);

        List<MethodCounters> methods = tour(jdk, plain, 2, calls.size());

        assertThat(methods.stream().collect(Collectors.toMap(MethodCounters::name, m -> m.get("Calls"))))
                .isEqualTo(calls);
        for (MethodCounters method : methods) {
            long each = calls.get(method.name());
            assertThat(method.values())
                    .as(method.toString())
                    .containsEntry("FirstTrySuccesses", 0L)
                    .containsEntry("RetriedSuccesses", each)
                    .containsEntry("Retries", 2 * each)
                    .containsEntry("Exhausted", 0L)
                    .containsEntry("NotRetryable", 0L)
                    .containsEntry("TimedOut", 0L)
                    .containsEntry("Waiting", 0L);
        }
    }

    @OnEachJdk
    void areCountedAsFirstTrySuccessesWhereNothingFails(TestJdk jdk) throws IOException {
        ProcessResult plain =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).run(TOUR).succeeded();
        Map<String, Long> calls = callsByMethod(plain);

        List<MethodCounters> methods = tour(jdk, plain, 0, calls.size());

        assertThat(methods.stream().collect(Collectors.toMap(MethodCounters::name, m -> m.get("FirstTrySuccesses"))))
                .isEqualTo(calls);
        assertThat(methods)
                .allSatisfy(method -> assertThat(method.get("Retries")).isZero());
    }

    /** Runs the tour under the agent, sees that it prints what the plain one did, and returns the counters. */
    private List<MethodCounters> tour(TestJdk jdk, ProcessResult plain, int failures, int expected) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        Path counters = temp.resolve("counters");
        ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .jvm("-Dfailures=" + failures, "-Dcounters=" + counters, "-Dexpected=" + expected)
                .jvm("-Dmbeans=io.datapunk.retry:type=Method,*")
                .classPath(BuildArtifacts.FIXTURE)
                .run(TOUR)
                .succeeded()
                .printedTheSameAs(plain)
                .keptStandardErrorEmpty();
        return MethodCounters.read(counters);
    }

    /** How often each method was called: the fixture prints a line {@code NAME [ARGUMENTS]} per call. */
    private static Map<String, Long> callsByMethod(ProcessResult plain) {
        Map<String, Long> calls = plain.outLines().stream()
                .filter(line -> line.matches("\\w+ \\[.*"))
                .collect(Collectors.groupingBy(line -> line.substring(0, line.indexOf(' ')), Collectors.counting()));
        assertThat(calls)
                .containsEntry("ofRecursion", (long) DEPTHS_OF_RECURSION)
                .hasSizeGreaterThan(20);
        return calls;
    }
}
