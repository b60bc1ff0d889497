package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** The agent comes into a JVM that runs already, from each JDK to each. */
class AttachIT {
    private static final int TIMEOUT_SECONDS = 60;

    @TempDir
    Path temp;

    @OnEachJdk
    void fromEachJdkToThis(TestJdk target) throws Exception {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: attached
                    match: {class: com.acme.legacy.tuned.Attached, method: call}
                    max-attempts: 4
                    backoff: {strategy: fixed, delay: 1ms}
                """);
        for (TestJdk attacher : TestJdks.all()) {
            attach(target, attacher, rules);
        }
    }

    private void attach(TestJdk target, TestJdk attacher, Path rules) throws Exception {
        Process running = new ProcessBuilder(
                        target.java().toString(), "-cp", Built.FIXTURE.toString(), "com.acme.legacy.tuned.Attached")
                .redirectError(Redirect.to(temp.resolve("target.err").toFile()))
                .start();
        try (BufferedReader out = running.inputReader()) {
            assertThat(out.readLine()).isEqualTo("attempts 1");

            Ended first = run(attacher, running.pid(), rules);
            Ended second = run(attacher, running.pid(), rules);
            running.getOutputStream().close();

            String pair = "from " + attacher + " to " + target;
            assertThat(first.succeeded().out()).as(pair).contains("the agent is in " + running.pid(), "1 rule(s)");
            assertThat(second.succeeded().out()).as(pair).contains("it was there already");
            assertThat(out.readLine()).as(pair).isEqualTo("attempts 4");
            assertThat(running.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            running.destroyForcibly();
        }
    }

    private static Ended run(TestJdk attacher, long pid, Path rules) throws IOException {
        return ForkedJvm.on(attacher)
                .run("-jar", Built.AGENT.toString(), "attach", String.valueOf(pid), "--rules", rules.toString());
    }
}
