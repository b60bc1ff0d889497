package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application with old versions of the libraries that the agent uses too: it sees its own and no others, and they
 * work.
 */
class OwnLibrariesIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void anApplicationSeesItsOwn(TestJdk jdk) throws IOException {
        Path[] classPath = {
            BuildArtifacts.FIXTURE,
            BuildArtifacts.platform("byte-buddy-"),
            BuildArtifacts.platform("snakeyaml-"),
            BuildArtifacts.platform("micrometer-core-")
        };
        OrdersRun run = new OrdersRun(jdk, temp, jvm -> jvm.classPath(classPath));

        String figure = run.countsToo(2, "com.acme.legacy.platform.OwnLibraries");

        assertThat(run.printed())
                .contains(
                        "byte-buddy-1.6.14.jar made",
                        "snakeyaml-1.17.jar {answer=true}",
                        "micrometer-core-1.0.11.jar 3.0");
        Matrix.holds(
                "platforms",
                "an application's own Byte Buddy 1.6.14, SnakeYAML 1.17 and Micrometer 1.0.11",
                jdk,
                figure);
    }

    /** The agent's meters are compiled against a Micrometer of today. */
    @OnEachJdk
    void anOldMicrometerShowsTheMeters(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), MetersLeakIT.RULES);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE, BuildArtifacts.platform("micrometer-core-"))
                .run("com.acme.legacy.async.Redeploying", "1", "com.acme.legacy.seen.Metered");

        assertThat(ended.succeeded().keptStandardErrorEmpty().outLines()).contains("loaders left 0");
        Matrix.holds("platforms", "meters in an application's own Micrometer 1.0.11", jdk, "yes");
    }
}
