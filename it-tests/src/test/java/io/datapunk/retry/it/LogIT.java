package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Under load with hundreds of failures, the log says what an operator must know, each once. */
class LogIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void tellsEachFactOnce(TestJdk jdk) throws Exception {
        List<String> lines = linesAt(jdk, "warn");

        assertThat(lines).hasSize(4).allMatch(line -> line.startsWith("[datapunk-retry] WARN "));
        assertThat(lines)
                .anyMatch(line -> line.contains("Load.exhausts(), rule exhausts: Exhausted after 3 attempts")
                        && line.contains("the last outcome was java.io.IOException")
                        && line.contains("in an hour at the earliest"))
                .anyMatch(line -> line.contains("Load.late(), rule late: TimedOut after 1 attempt"))
                .anyMatch(line -> line.contains("Load.denied(), rule denied: BudgetDenied after 1 attempt"))
                .anyMatch(line -> line.contains("the circuit breaker shared is open: "));
    }

    @OnEachJdk
    void singleRetriesAreForDebugAlone(TestJdk jdk) throws Exception {
        assertThat(linesAt(jdk, "info"))
                .hasSize(4 + 1 + 8)
                .noneMatch(line -> line.contains(": retried: "))
                .anyMatch(line -> line.contains("INFO 6 rule(s) from"));
        assertThat(linesAt(jdk, "debug").stream()
                        .filter(line ->
                                line.contains("DEBUG") && line.contains("Load.recovers(), rule recovers: retried: ")))
                .hasSize(796);
    }

    private List<String> linesAt(TestJdk jdk, String level) throws IOException, InterruptedException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), ReportsAgreeIT.RULES);
        try (RunningJvm application = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",jmx=off,metrics=off,log=" + level)
                .classPath(ReportsAgreeIT.classPath())
                .start("com.acme.legacy.seen.Watched")) {
            application.await("ready");
            application.tell("load");
            application.await("done load");
            return application.end().succeeded().err().lines().toList();
        }
    }
}
