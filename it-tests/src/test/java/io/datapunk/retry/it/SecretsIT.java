package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** What methods are called with, what they return and what their failures say stays with the application. */
class SecretsIT {

    /** As the fixture {@code Secrets} has it. */
    private static final String SECRET = "s3cret";

    private static final String RULES = """
            version: 1
            defaults: {budget: off, backoff: {strategy: fixed, delay: 1ms, jitter: none}, max-attempts: 3}
            rules:
              - {name: wraps, match: {class: com.acme.legacy.seen.Secrets, method: wraps}, on-exhausted: wrap}
              - {name: late, match: {class: com.acme.legacy.seen.Secrets, method: late}, timeout: 500ms,
                 backoff: {strategy: fixed, delay: 1s}}
              - {name: denied, match: {class: com.acme.legacy.seen.Secrets, method: denied},
                 budget: {ratio: 0.001%, min-per-second: 0}}
              - {name: broken, match: {class: com.acme.legacy.seen.Secrets, method: broken},
                 circuit-breaker: {window: 10 calls, minimum-calls: 2,
                                   open-exception: com.acme.legacy.seen.Secrets$Unavailable}}
              - {name: observed, match: {class: com.acme.legacy.seen.Secrets, method: observed}, mode: observe}
              - {name: stopped, match: {class: com.acme.legacy.seen.Secrets, method: stopped},
                 backoff: {strategy: fixed, delay: 1h, max-delay: 1h}}
              - {name: own-waits, match: {class: com.acme.legacy.seen.Secrets, method: ownWaits},
                 backoff: {strategy: custom, class: com.acme.legacy.seen.Secrets$Waits}}
              - {name: watched, match: {class: com.acme.legacy.seen.Secrets, method: [watched, hangs]},
                 attempt-timeout: 20ms, async-executor: caller-runs, max-attempts: 2}
              - {name: hinted, match: {class: com.acme.legacy.seen.Secrets, method: hinted}, delay-hint: getWish}
              - {name: unreadable-hint, match: {class: com.acme.legacy.seen.Secrets, method: unreadableHint},
                 delay-hint: getBad}
              - {name: unreadable-message, match: {class: com.acme.legacy.seen.Secrets, method: unreadableMessage},
                 retry-on: [{exception: java.io.IOException, message: never}]}
              - {name: answers, match: {class: com.acme.legacy.seen.Secrets, method: answers},
                 retry-if: [{property: getCode, matches: 's3.*'}]}
              - {name: unreadable-answer, match: {class: com.acme.legacy.seen.Secrets, method: unreadableAnswer},
                 retry-if: [{property: getBad, in: [1]}]}
              - {name: unreadable-argument, match: {class: com.acme.legacy.seen.Secrets, method: unreadableArgument},
                 retry-if: [{property: arg0.getMissing, in: [1]}]}
              - {name: others, match: {class: com.acme.legacy.seen.Secrets,
                 exclude: {class: com.acme.legacy.seen.Secrets, method: [attempt, failure, 'lambda*']}},
                 async-executor: caller-runs}
            """;

    @TempDir
    private Path temp;

    @OnEachJdk
    void areNotTold(TestJdk jdk) throws Exception {
        Path recording = temp.resolve("recording.jfr");
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        Map<String, String> said = new LinkedHashMap<>();
        try (RunningJvm application = ForkedJvm.on(jdk)
                .jvm("-XX:StartFlightRecording=filename=" + recording + ",dumponexit=true")
                .agent("log=debug,jmx-write=true,rules=" + rules)
                .classPath(ReportsAgreeIT.classPath())
                .start("com.acme.legacy.seen.Keeping", temp.toString())) {
            assertThat(application.await("threads "))
                    .isEqualTo(
                            "[datapunk-retry-caller, datapunk-retry-common, datapunk-retry-end, datapunk-retry-jmx,"
                                    + " datapunk-retry-late, datapunk-retry-metrics, datapunk-retry-reload, datapunk-retry-timer]");
            application.await("done");
            said.put(
                    "top",
                    ForkedJvm.on(jdk)
                            .run(
                                    "-jar",
                                    BuildArtifacts.AGENT.toString(),
                                    "top",
                                    "" + application.pid(),
                                    "--once",
                                    "--json")
                            .succeeded()
                            .out());
            said.put("log", application.end().succeeded().err());
        }
        said.put("JMX", Files.readString(temp.resolve("jmx.txt")));
        said.put("Micrometer", Files.readString(temp.resolve("micrometer.txt")));
        said.put(
                "Flight Recorder",
                Recording.read(recording).events().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("\n")));

        said.forEach(
                (where, text) -> assertThat(text).as(where).contains("Secrets").doesNotContain(SECRET));
        everythingWasTold(said.get("log"));
        Matrix.holds("security", "Log (debug), JMX, Micrometer, JFR and top: secrets of 20 methods told", jdk, "0");
        Matrix.holds("leaks", "Threads of the agent with everything in use, all daemons", jdk, "8");
    }

    /** Each outcome, and each thing that went wrong: else there was nothing to keep. */
    private void everythingWasTold(String log) throws IOException, javax.management.JMException {
        MBeans mbeans = MBeans.read(temp.resolve("jmx.txt"));
        assertThat(Arrays.stream(ReportsAgreeIT.Outcome.values()).map(ReportsAgreeIT.Outcome::attribute))
                .allSatisfy(
                        outcome -> assertThat(mbeans.sum(outcome)).as(outcome).isPositive());
        assertThat(mbeans.sum("WouldRetry")).isPositive();
        assertThat(log)
                .contains("a retried result was not discarded", "retry-if does not match: getBad cannot be read")
                .contains("retry-if does not match: arg0.getMissing cannot be read", "delay-hint is ignored: getBad")
                .contains("cannot be read, so its class alone counts", "an attempt could not be cancelled")
                .contains("the custom backoff com.acme.legacy.seen.Secrets$Waits failed")
                .contains("open-exception com.acme.legacy.seen.Secrets$Unavailable cannot be made")
                .contains("    at com.acme.legacy.seen.Secrets");
    }
}
