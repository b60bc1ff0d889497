package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred applications come and go in one JVM: nothing stays of them, neither in the heap nor beside it. */
class RedeployIT {

    private static final int TIMES = 200;

    /** By then all that the JVM and the agent need themselves is loaded. */
    private static final int MEASURED_FROM = 50;

    /** What the JVM still makes of code that becomes warm; 150 applications that stay have more. */
    private static final int FEW_CLASSES = 100;

    /** As above, with what it remembers of methods that become warm; 150 class loaders that stay take twice that. */
    private static final long FLAT_BYTES = 400_000;

    private static final String RULES = """
            version: 1
            defaults: {budget: off, backoff: {strategy: fixed, delay: 1ms, jitter: none}}
            rules:
              - {name: watched, match: {class: com.acme.legacy.async.Guest, method: watched}, attempt-timeout: 1h}
              - {name: caller-runs, match: {class: com.acme.legacy.async.Guest, method: callerRunsFuture},
                 async-executor: caller-runs}
              - {name: others, match: {class: com.acme.legacy.async.Guest, method: [blocking, future]},
                 circuit-breaker: {failure-rate: 100%}}
            """;

    @TempDir
    private Path temp;

    @OnEachJdk
    void blockingAndAsynchronous(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);

        ProcessResult ended = ForkedJvm.on(jdk)
                .jvm("-XX:TieredStopAtLevel=1") // the other compiler's profiles are in Metaspace too
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run(
                        "com.acme.legacy.async.Redeploying",
                        "" + TIMES,
                        "com.acme.legacy.async.Guest",
                        "" + MEASURED_FROM);

        List<String> lines = ended.succeeded().keptStandardErrorEmpty().outLines();
        assertThat(lines.subList(0, 3))
                .as("of %s", ended)
                .containsExactly(
                        "loaders left 0",
                        "[datapunk-retry-caller, datapunk-retry-common, datapunk-retry-jmx, datapunk-retry-late,"
                                + " datapunk-retry-reload, datapunk-retry-timer]",
                        "other threads []");
        assertThat(after("classes ", lines.get(3))).as("more classes").isLessThan(FEW_CLASSES);
        long grown = after("metaspace ", lines.get(4));
        assertThat(grown).as("growth of Metaspace").isLessThan(FLAT_BYTES);

        Matrix.holds("leaks", "200 redeployments, blocking and futures, JMX on: class loaders left", jdk, "0");
        Matrix.holds("leaks", "200 redeployments: growth of Metaspace over the last 150", jdk, grown / 1024 + " KiB");
    }

    private static long after(String beginning, String line) {
        assertThat(line).startsWith(beginning);
        return Long.parseLong(line.substring(beginning.length()));
    }
}
