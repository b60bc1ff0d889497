package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Guards in woven methods: breakers that refuse, attempts that are cut short, waits that are called off. */
class GuardsIT {

    private static final String REFUSED = "5 attempts, then com.acme.legacy.guarded.Unavailable: "
            + "the circuit breaker rule:%s:com.acme.legacy.guarded.Refused.%s is open at %s";

    @TempDir
    private Path temp;

    /** Once with the advice that looks at failures alone, once with the one that looks at results too. */
    @OnEachJdk
    void openBreakersRefuseEveryShapeOfMethod(TestJdk jdk) throws IOException {
        openBreakersRefuse(jdk, "failures", "");
        openBreakersRefuse(jdk, "results", "retry-if: [{equals: nothing like it}]");
    }

    private void openBreakersRefuse(TestJdk jdk, String name, String more) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: %s
                    match:
                      class: com.acme.legacy.guarded.Refused
                      exclude: {class: com.acme.legacy.guarded.Refused, method: [main, attempt, call, untilRefused, 'lambda*']}
                    retry-on: [java.lang.IllegalStateException]
                    max-attempts: 1
                    circuit-breaker:
                      window: 10 calls
                      minimum-calls: 5
                      open-for: 1h
                      open-exception: com.acme.legacy.guarded.Unavailable
                    %s
                """.formatted(name, more));

        ProcessResult ended = ForkedJvm.on(jdk)
                .jvm("-Xverify:all", "-XX:-PrintWarnings")
                .agent("rules=" + rules + ",jmx-write=true,log=error")
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.guarded.Refused");

        List<String> lines = ended.succeeded().keptStandardErrorEmpty().outLines();
        assertThat(lines)
                .containsExactly(
                        REFUSED.formatted(name, "nothing()", "nothing"),
                        REFUSED.formatted(name, "truth(boolean)", "truth"),
                        REFUSED.formatted(name, "number(int)", "number"),
                        REFUSED.formatted(name, "wide(long, long)", "wide"),
                        REFUSED.formatted(name, "narrow(float)", "narrow"),
                        REFUSED.formatted(name, "fraction(double)", "fraction"),
                        REFUSED.formatted(name, "text(java.lang.String)", "text"),
                        REFUSED.formatted(name, "array(int[])", "array"),
                        REFUSED.formatted(name, "caught(char)", "caught"),
                        "rejected 9",
                        "null true 2 3 4.0 5.0 six 7 8",
                        "errors 0");
    }

    /** A call that neither runs nor throws would look like one that succeeded. */
    @OnEachJdk
    void whereNothingCanBeThrownTheBodyRuns(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: failing
                    match: {class: com.acme.legacy.guarded.Refused, method: number}
                    retry-on: [java.lang.IllegalStateException]
                    max-attempts: 1
                    circuit-breaker: {minimum-calls: 1, open-exception: com.acme.legacy.guarded.Unavailable$Failing}
                """);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.guarded.Refused", "number");

        assertThat(ended.succeeded().outLines()).containsExactly("2 was not refused");
        assertThat(ended.err()).contains("a call was let through although its circuit breaker is open");
    }

    @OnEachJdk
    void attemptsAreCutShort(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: cut
                    match:
                      class: com.acme.legacy.guarded.Cut
                      method: [interruptible, wrapping, late, declined, never]
                    abort-on: [java.lang.IllegalArgumentException]
                    attempt-timeout: 50ms
                    backoff: {strategy: fixed, delay: 1ms}
                """);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.guarded.Cut");

        assertThat(ended.succeeded()
                        .loggedOnlyThatCallsFail("com.acme.legacy.guarded.Cut.never()")
                        .outLines())
                .containsExactly(
                        "done 3 false",
                        "done 3 false",
                        "late 1 false",
                        "declined 1 false",
                        "io.datapunk.retry.RetryTimeoutException, java.lang.InterruptedException at never 3 false",
                        "interrupted 1 false");
    }

    @OnEachJdk
    void switchedOffByHand(TestJdk jdk) throws IOException {
        assertThat(switched(jdk, 50, false)).isEqualTo(switchedLines(50));
    }

    /** Virtual threads where there are any, and one carrier: a call that pinned it would be the only one to wait. */
    @OnEachJdk
    void thousandsWaitAtTheSameTime(TestJdk jdk) throws IOException {
        boolean virtual = jdk.version() >= 21;
        int threads = virtual ? 10_000 : 1_000;
        assertThat(switched(jdk, threads, virtual, "-Djdk.virtualThreadScheduler.parallelism=1"))
                .isEqualTo(switchedLines(threads));
    }

    private List<String> switched(TestJdk jdk, int threads, boolean virtual, String... options) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults: {budget: off}
                rules:
                  - name: switched
                    match: {class: com.acme.legacy.guarded.Switched, method: call}
                    backoff: {strategy: fixed, delay: 1h}
                """);
        ProcessResult ended = ForkedJvm.on(jdk)
                .jvm(options)
                .agent("rules=" + rules + ",jmx-write=true,log=error")
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.guarded.Switched", String.valueOf(threads), String.valueOf(virtual));
        return ended.succeeded().keptStandardErrorEmpty().outLines();
    }

    private static List<String> switchedLines(int threads) {
        return List.of(
                "waiting " + threads + " attempts " + threads,
                "surfaced " + threads + " enabled false",
                "off: attempts 1, counted " + threads,
                "on: waiting 1",
                "stopped " + (threads + 1),
                "reset 0");
    }
}
