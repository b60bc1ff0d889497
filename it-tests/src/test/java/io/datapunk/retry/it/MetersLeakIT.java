package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The meters in an application's own registry do not outlive the application. */
class MetersLeakIT {

    static final String RULES = """
            version: 1
            rules:
              - name: metered
                match: {class: com.acme.legacy.seen.Metered, method: call}
                backoff: {strategy: fixed, delay: 1ms}
                circuit-breaker: {window: 10 calls}
            """;

    @TempDir
    private Path temp;

    @OnFewJdks
    void anApplicationWithMetersThatIsGoneIsHeldByNobody(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=warn")
                .classPath(BuildArtifacts.withFixture("micrometer-", "HdrHistogram", "LatencyUtils", "jspecify"))
                .run("com.acme.legacy.async.Redeploying", "5", "com.acme.legacy.seen.Metered");

        assertThat(ended.succeeded().keptStandardErrorEmpty().outLines())
                .containsExactly(
                        "loaders left 0",
                        "[datapunk-retry-jmx, datapunk-retry-metrics, datapunk-retry-reload, datapunk-retry-timer]");
        Matrix.holds("leaks", "5 redeployments with a Micrometer of their own: class loaders left", jdk, "0");
    }
}
