package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.demo.Fault;
import io.datapunk.retry.demo.FaultPlan;
import io.datapunk.retry.demo.FlakyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What can become of asynchronous calls, with the futures and streams of real libraries. */
class AsyncIT {

    private static final String RULES = """
            version: 1
            defaults:
              budget: off
              backoff: {strategy: fixed, delay: 1ms, jitter: none}
            rules:
              - {name: once, match: {class: com.acme.legacy.async.*, method: getOnce}}
              - {name: in-time, match: {class: com.acme.legacy.async.*, method: getInTime}, timeout: 100ms}
              - {name: quickly, match: {class: com.acme.legacy.async.*, method: getQuickly}, attempt-timeout: 50ms}
              - {name: slowly, match: {class: com.acme.legacy.async.*, method: getSlowly},
                 backoff: {strategy: fixed, delay: 1h, max-delay: 1h}}
              - {name: guarded, match: {class: com.acme.legacy.async.*, method: getGuarded}, max-attempts: 1,
                 circuit-breaker: {minimum-calls: 1, open-for: 1h}}
            """;

    private static final String LATE =
            "late: io.datapunk.retry.RetryTimeoutException: TimedOut after 1 attempt: the timeout of 100ms is over";

    private static final String SLOW = "slow: io.datapunk.retry.RetryTimeoutException: attempt 3 took longer than"
            + " attempt-timeout 50ms and was cut short, 3";

    @TempDir
    private Path temp;

    @OnFewJdks
    void futures(TestJdk jdk) throws IOException {
        holds(jdk, "Futures", "Stages", "GuavaFutures");
    }

    @OnFewJdks
    void reactor(TestJdk jdk) throws IOException {
        holds(jdk, "Monos", "Fluxes", "Publishers");
    }

    @OnFewJdks
    void rxJava2(TestJdk jdk) throws IOException {
        holds(jdk, "Rx2Singles", "Rx2Maybes", "Rx2Completables", "Rx2Observables", "Rx2Flowables");
    }

    @OnFewJdks
    void rxJava3(TestJdk jdk) throws IOException {
        holds(jdk, "Rx3Singles", "Rx3Maybes", "Rx3Completables", "Rx3Observables", "Rx3Flowables");
    }

    /** Odd attempts of an order that is to fail get a 503, even ones lose their connection. */
    private static final FaultPlan PLAN = (order, attempt) -> {
        int failures = order % 10;
        if (failures == 7) {
            return Fault.SLOW;
        }
        return attempt > failures ? Fault.NONE : attempt % 2 == 1 ? Fault.UNAVAILABLE : Fault.RESET;
    };

    /** This client retries lost connections itself. */
    private static final FaultPlan NO_RESETS = (order, attempt) -> {
        Fault fault = PLAN.fault(order, attempt);
        return fault == Fault.RESET ? Fault.UNAVAILABLE : fault;
    };

    @OnFewJdks
    void reactorNettyAndARealServer(TestJdk jdk) throws IOException {
        holdsWithServer(jdk, PLAN, "NettyOrders", "java.io.IOException: status 503");
    }

    @OnFewJdks
    void httpClientOfJava11AndARealServer(TestJdk jdk) throws IOException {
        if (jdk.version() >= 11) {
            holdsWithServer(jdk, NO_RESETS, "JdkHttpOrders", "503 try later");
        }
    }

    private void holdsWithServer(TestJdk jdk, FaultPlan plan, String client, String unavailable) throws IOException {
        Path rules = Files.writeString(
                temp.resolve("rules.yml"),
                RULES.replace("  budget: off", "  budget: off\n  retry-if: [{status: 503}]"));
        List<Path> path =
                new ArrayList<>(List.of(BuildArtifacts.withFixture("reactor-", "reactive-streams", "netty-")));
        path.add(BuildArtifacts.ROOT.resolve("it-tests/target/fixture11-classes"));
        try (FlakyServer server = FlakyServer.start(plan)) {
            ProcessResult ended = ForkedJvm.on(jdk)
                    .jvm("-Dorders=" + server.url())
                    .agent("rules=" + rules + ",log=error")
                    .classPath(path.toArray(Path[]::new))
                    .run("com.acme.legacy.async.Scenarios", client);

            assertThat(ended.succeeded().outLines()).hasSize(15);
            List<String> lines = new ArrayList<>(ended.outLines());
            assertThat(lines.remove(1)).matches("first: 200 ;[0-9]+, 1");
            assertThat(lines.remove(1)).matches("twice: 200 ;[0-9]+, 3");
            assertThat(lines)
                    .containsExactly(
                            "--- " + client,
                            "always: " + unavailable + ", 3",
                            "cancelled while it waits: 1",
                            "cancelled while it runs: 1",
                            LATE,
                            SLOW,
                            "opens: " + unavailable,
                            open(client),
                            "guarded: Exhausted 1 BreakerRejected 1",
                            "in-time: TimedOut 1",
                            "once: FirstTrySuccesses 1 RetriedSuccesses 1 Exhausted 1 Retries 4",
                            "quickly: Exhausted 1 Retries 2",
                            "slowly: Stopped 2 Retries 1");
            assertThat(ended.err()).doesNotContain("[datapunk-retry]");
        }
    }

    private static String open(String client) {
        return "open: io.datapunk.retry.CircuitOpenException: the circuit breaker rule:guarded:com.acme.legacy.async."
                + client + ".getGuarded(com.acme.legacy.async.Script) is open, 0";
    }

    private void holds(TestJdk jdk, String... clients) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=error")
                .classPath(BuildArtifacts.withFixture(
                        "guava-", "failureaccess", "reactor-core", "reactive-streams", "rxjava-"))
                .run(concat("com.acme.legacy.async.Scenarios", clients));

        List<String> expected = new ArrayList<>();
        for (String client : clients) {
            expected.addAll(List.of(
                    "--- " + client,
                    "first: done, 1",
                    "twice: done, 3",
                    "always: java.io.IOException: refused 3, 3",
                    "cancelled while it waits: 1",
                    "cancelled while it runs: 1",
                    LATE,
                    SLOW,
                    "opens: java.io.IOException: refused 1",
                    open(client),
                    "guarded: Exhausted 1 BreakerRejected 1",
                    "in-time: TimedOut 1",
                    "once: FirstTrySuccesses 1 RetriedSuccesses 1 Exhausted 1 Retries 4",
                    "quickly: Exhausted 1 Retries 2",
                    "slowly: Stopped 2 Retries 1"));
        }
        assertThat(ended.succeeded().outLines()).containsExactlyElementsOf(expected);
        assertThat(ended.err()).doesNotContain("[datapunk-retry]"); // Guava itself is warned of on 25
    }

    private static String[] concat(String first, String... others) {
        List<String> all = new ArrayList<>(List.of(others));
        all.add(0, first);
        return all.toArray(String[]::new);
    }
}
