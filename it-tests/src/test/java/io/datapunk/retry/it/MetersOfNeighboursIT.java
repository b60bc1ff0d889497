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
    void aRegistryThatRefusesMetersIsAloneWithThat(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: metered
                    match: {class: com.acme.legacy.seen.Metered, method: call}
                    backoff: {strategy: fixed, delay: 1ms}
                """);

        Ended ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=warn")
                .classPath(Built.withFixture("micrometer-", "HdrHistogram", "LatencyUtils", "jspecify"))
                .run("com.acme.legacy.seen.Neighbours");

        assertThat(ended.succeeded().outLines()).containsExactly("the first has its meters");
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains("ERROR the meters of an application could not be brought up to date")
                .endsWith(": java.lang.IllegalStateException"); // its message is not for the log
    }
}
