package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * Under load, all that an operator may look at says the same, to the unit: JMX, jmx_exporter, Micrometer, JFR and top.
 */
class ReportsAgreeIT {

    static final String RULES = """
            version: 1
            defaults: {budget: off, backoff: {strategy: fixed, delay: 1ms, jitter: none}, max-attempts: 3}
            circuit-breakers:
              shared: {failure-rate: 50%, window: 20 calls, minimum-calls: 10, open-for: 1h}
            rules:
              - {name: recovers, match: {class: com.acme.legacy.seen.Load, method: recovers}}
              - {name: exhausts, match: {class: com.acme.legacy.seen.Load, method: [exhausts, interrupted, refuses]}}
              - {name: late, match: {class: com.acme.legacy.seen.Load, method: late}, timeout: 500ms,
                 backoff: {strategy: fixed, delay: 1s}, accept-warnings: [wait-past-timeout]}
              - {name: denied, match: {class: com.acme.legacy.seen.Load, method: denied},
                 budget: {ratio: 0.001%, min-per-second: 0}, accept-warnings: [budget-too-small]}
              - {name: broken, match: {class: com.acme.legacy.seen.Load, method: broken}, circuit-breaker: shared}
              - {name: observed, match: {class: com.acme.legacy.seen.Load, method: observed}, mode: observe}
            """;

    private static final long CALLS_OF_EACH = 800;

    @TempDir
    private Path temp;

    @OnEachJdk
    void allSayTheSame(TestJdk jdk) throws Exception {
        List<Sights> sights = new ArrayList<>();
        for (boolean exporterFirst : new boolean[] {false, true}) {
            Path recording = temp.resolve("recording-" + exporterFirst + ".jfr");
            int port = freePort();
            try (RunningJvm application = start(jdk, exporterFirst, port, recording)) {
                application.await("ready");
                application.tell("load");
                application.await("done load");
                Scrape scrape = Scrape.await(
                        URI.create("http://localhost:" + port + "/metrics"), "datapunk_retry_budget_denied_total");
                application.tell("write " + temp);
                application.await("done write");
                String top = ForkedJvm.on(jdk)
                        .run("-jar", BuildArtifacts.AGENT.toString(), "top", "" + application.pid(), "--once", "--json")
                        .succeeded()
                        .out();
                application.end().succeeded();
                sights.add(new Sights(
                        new Yaml().load(top),
                        MBeans.read(temp.resolve("jmx.txt")),
                        scrape,
                        Scrape.parse(Files.readString(temp.resolve("micrometer.txt"))),
                        Recording.read(recording)));
            }
        }
        for (Sights seen : sights) {
            agree(seen);
            Queries.nameWhatIsThere(seen.exported());
            Queries.nameWhatIsThere(seen.micrometer());
            describesEveryAttribute(seen.mbeans());
        }
    }

    private record Sights(
            Map<String, Object> top, MBeans mbeans, Scrape exported, Scrape micrometer, Recording recording) {}

    private static void agree(Sights seen) {
        assertThat(seen.mbeans().methods()).hasSize(8);
        for (Map<String, String> method : seen.mbeans().methods()) {
            String name = method.get("method");
            Map<String, Object> top = ofMethod(seen.top(), name);
            for (String counter : List.of("Calls", "Retries", "Waiting", "WaitMillis", "WouldRetry")) {
                assertThat(top.get(small(counter))).as(counter + " of " + name).hasToString(method.get(counter));
            }
            assertThat(method.get("Calls")).as(name).isEqualTo(String.valueOf(CALLS_OF_EACH));
            for (Outcome outcome : Outcome.values()) {
                double there = Double.parseDouble(method.get(outcome.attribute()));
                String what = name + " " + outcome;
                assertThat(top.get(small(outcome.attribute()))).as(what).hasToString(method.get(outcome.attribute()));
                String[] labels = {"method", name, "outcome", outcome.name().toLowerCase(Locale.ROOT)};
                assertThat(seen.exported().sum("datapunk_retry_calls_total", labels))
                        .as(what)
                        .isEqualTo(there);
                assertThat(seen.micrometer().sum("datapunk_retry_calls_total", labels))
                        .as(what)
                        .isEqualTo(there);
                if (!outcome.isSuccess()) {
                    assertThat(seen.recording().failed(name, outcome.attribute()))
                            .as(what)
                            .isEqualTo((long) there);
                }
            }
            assertThat(seen.recording().lastCalls(name)).as(name).isEqualTo(CALLS_OF_EACH);
            same(seen, method, "Retries", "retries_total", 1);
            same(seen, method, "WaitMillis", "wait_seconds_total", 0.001);
            same(seen, method, "WouldRetry", "would_retry_total", 1);
            same(seen, method, "Waiting", "waiting", 1);
            assertThat(seen.recording().retries(name))
                    .as("retries of " + name)
                    .isEqualTo(Long.parseLong(method.get("Retries")));
        }
        assertThat(seen.mbeans().sum("Retries")).isPositive();
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.STOPPED) {
                assertThat(seen.mbeans().sum(outcome.attribute()))
                        .as(outcome.name())
                        .isPositive();
            }
        }
        assertThat(seen.exported().sum("datapunk_retry_circuit_state", "name", "shared"))
                .isEqualTo(2);
        assertThat(seen.micrometer().sum("datapunk_retry_circuit_state", "name", "shared"))
                .isEqualTo(2);
        assertThat(seen.recording().stateChanges()).containsExactly("shared CLOSED OPEN");
        double rejected = seen.exported().sum("datapunk_retry_circuit_rejected_total", "name", "shared");
        assertThat(seen.micrometer().sum("datapunk_retry_circuit_rejected_total", "name", "shared"))
                .isEqualTo(rejected)
                .isPositive();
        assertThat(seen.exported().sum("datapunk_retry_budget_denied_total", "name", "rule:denied"))
                .isEqualTo(seen.micrometer().sum("datapunk_retry_budget_denied_total", "name", "rule:denied"))
                .isEqualTo(80);
    }

    private static void describesEveryAttribute(MBeans mbeans) {
        assertThat(mbeans.descriptions()).hasSize(39).allSatisfy((attribute, description) -> {
            assertThat(description).as(attribute).hasSizeGreaterThan(15);
            String value = mbeans.anyValue(attribute);
            if (value.matches("[0-9.Ee-]+") && !attribute.equals("Agent.Version")) {
                assertThat(description).as("unit of " + attribute).matches(".*\\[.+\\]");
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> ofMethod(Map<String, Object> top, String name) {
        return ((List<Map<String, Object>>) top.get("methods"))
                .stream()
                        .filter(method -> method.get("method").equals(name))
                        .findAny()
                        .orElseThrow();
    }

    private static String small(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static void same(Sights seen, Map<String, String> method, String attribute, String metric, double unit) {
        long there = Long.parseLong(method.get(attribute));
        String name = method.get("method");
        for (Scrape scrape : List.of(seen.exported(), seen.micrometer())) {
            assertThat(Math.round(scrape.sum("datapunk_retry_" + metric, "method", name) / unit))
                    .as(name + " " + attribute)
                    .isEqualTo(there);
        }
    }

    private RunningJvm start(TestJdk jdk, boolean exporterFirst, int port, Path recording) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        ForkedJvm jvm = ForkedJvm.on(jdk).jvm("-XX:StartFlightRecording=filename=" + recording + ",dumponexit=true");
        String exporter = "-javaagent:" + BuildArtifacts.client("jmx_prometheus_javaagent") + "=localhost:" + port + ":"
                + BuildArtifacts.ROOT.resolve("docs/prometheus/jmx-exporter.yml");
        String ours = "rules=" + rules + ",log=error";
        jvm = exporterFirst ? jvm.jvm(exporter).agent(ours) : jvm.agent(ours).jvm(exporter);
        return jvm.classPath(classPath()).start("com.acme.legacy.seen.Watched");
    }

    /** What the fixture {@code Watched} needs. */
    static Path[] classPath() throws IOException {
        return BuildArtifacts.withFixture(
                "micrometer-", "HdrHistogram", "LatencyUtils", "jspecify", "prometheus-metrics-");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The outcomes, as JMX names them. */
    enum Outcome {
        FIRST_TRY_SUCCESS("FirstTrySuccesses"),
        RETRIED_SUCCESS("RetriedSuccesses"),
        EXHAUSTED("Exhausted"),
        NOT_RETRYABLE("NotRetryable"),
        TIMED_OUT("TimedOut"),
        BREAKER_REJECTED("BreakerRejected"),
        BUDGET_DENIED("BudgetDenied"),
        INTERRUPTED("Interrupted"),
        STOPPED("Stopped");

        private final String attribute;

        Outcome(String attribute) {
            this.attribute = attribute;
        }

        String attribute() {
            return attribute;
        }

        boolean isSuccess() {
            return this == FIRST_TRY_SUCCESS || this == RETRIED_SUCCESS;
        }
    }
}
