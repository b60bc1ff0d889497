package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Applications side by side in one server do not spoil each other's meters. */
class MetersOfNeighboursIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void aMicrometerThatFailsIsAloneWithThat(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: metered
                    match: {class: com.acme.legacy.seen.Metered, method: call}
                    backoff: {strategy: fixed, delay: 1ms}
                """);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=warn")
                .classPath(BuildArtifacts.withFixture("micrometer-", "HdrHistogram", "LatencyUtils", "jspecify"))
                .run("com.acme.legacy.seen.Neighbours");

        assertThat(ended.succeeded().outLines())
                .containsExactly("the first has its meters, Metrics of another has none");
        assertThat(ended.err().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("ERROR the meters of an application could not be opened"))
                // its message is not for the log
                .anyMatch(line -> line.contains("ERROR the meters of an application could not be brought up to date")
                        && line.endsWith(": java.lang.IllegalStateException"));
    }
}
