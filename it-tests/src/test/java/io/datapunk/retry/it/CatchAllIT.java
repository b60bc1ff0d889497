package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rule for every class meets those that are there before it. With a log file at {@code info} the classes of lambdas are among
 * them, which Java 8 takes for modifiable and crashes on.
 */
class CatchAllIT {
    @TempDir
    private Path temp;

    @OnEachJdk
    void leavesAloneWhatTheJvmCannotTransform(TestJdk jdk) throws IOException {
        Path log = temp.resolve("agent.log");
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - {name: everything, match: {class: "**"}}
                """);

        Ended ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=info,log-file=" + log)
                .classPath(Built.FIXTURE)
                .run("com.acme.legacy.Hello");

        assertThat(ended.succeeded().keptStandardErrorEmpty().out()).isEqualTo("hello\n");
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.contains("com.acme.legacy.Hello.main("))
                .noneMatch(line -> line.contains(" ERROR "));
    }
}
