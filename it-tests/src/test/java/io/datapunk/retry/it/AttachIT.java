package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** What has not started leaves nothing behind, and says so. */
    @OnFewJdks
    void afterBadRulesGoodOnesAreTaken(TestJdk jdk) throws Exception {
        Path good =
                Files.writeString(Files.createDirectory(temp.resolve("a, b=c'")).resolve("rules.yml"), """
                version: 1
                rules: [{name: r, match: {class: com.acme.legacy.tuned.Attached, method: call}, max-attempts: 4}]
                """);
        Path quoted = Files.copy(good, temp.resolve("we\"ird.yml"));
        Path blank = Files.copy(good, temp.resolve("blank.yml "));
        try (RunningJvm running =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).start("com.acme.legacy.tuned.Attached")) {
            running.await("attempts 1");
            for (Path path : List.of(quoted, blank)) {
                ProcessResult refused = run(jdk, running.pid(), path);
                assertThat(refused.status()).isEqualTo(1);
                assertThat(refused.err()).contains("not attached: found the path " + path);
            }
            // As the JDK's own tools would: the rules are not looked at before.
            ProcessResult bad = ForkedJvm.on(jdk)
                    .tool("jcmd")
                    .run("" + running.pid(), "JVMTI.agent_load", BuildArtifacts.AGENT.toString(), "rules=/none.yml");
            ProcessResult taken = run(jdk, running.pid(), good);

            assertThat(bad.status()).isIn(0, 1); // 8 has no such command
            assertThat(taken.succeeded().out()).contains("1 rule(s) from " + good);
            running.end().succeeded();
        }
    }

    /** SIGSTOP: it cannot answer. */
    @OnFewJdks
    void aJvmThatIsStoppedIsNotWaitedFor(TestJdk jdk) throws Exception {
        Path rules = Files.writeString(temp.resolve("rules.yml"), "version: 1\nrules: []\n");
        try (RunningJvm running =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).start("com.acme.legacy.tuned.Attached")) {
            running.await("attempts 1");
            new ProcessBuilder("kill", "-STOP", "" + running.pid()).start().waitFor();

            ProcessResult ended = run(jdk, running.pid(), rules);

            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.err()).contains("is stopped", "kill -CONT " + running.pid());
        }
    }

    /** The signal by which a JVM is asked ends other processes, those of shells among them. */
    @OnFewJdks
    void whatIsNoJvmLivesOn(TestJdk jdk) throws Exception {
        Process sleep = new ProcessBuilder("env", "--default-signal=QUIT", "sleep", "600").start();
        try {
            ProcessResult attach = run(jdk, sleep.pid(), BuildArtifacts.RULES);
            ProcessResult top = ForkedJvm.on(jdk).run("-jar", BuildArtifacts.AGENT.toString(), "top", "" + sleep.pid());

            assertThat(attach.status()).isEqualTo(1);
            assertThat(attach.err()).contains(sleep.pid() + " (sleep) is no JVM");
            assertThat(top.status()).isEqualTo(1);
            assertThat(top.err()).contains(sleep.pid() + " (sleep) is no JVM");
            assertThat(sleep.isAlive()).isTrue();
        } finally {
            sleep.destroyForcibly();
        }
    }

    private void attach(TestJdk target, TestJdk attacher, Path rules) throws Exception {
        Process running = new ProcessBuilder(
                        target.java().toString(),
                        "-cp",
                        BuildArtifacts.FIXTURE.toString(),
                        "com.acme.legacy.tuned.Attached")
                .redirectError(Redirect.to(temp.resolve("target.err").toFile()))
                .start();
        try (BufferedReader out = running.inputReader()) {
            assertThat(out.readLine()).isEqualTo("attempts 1");

            ProcessResult first = run(attacher, running.pid(), rules);
            ProcessResult second = run(attacher, running.pid(), rules);
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

    private static ProcessResult run(TestJdk attacher, long pid, Path rules) throws IOException {
        return ForkedJvm.on(attacher)
                .run(
                        "-jar",
                        BuildArtifacts.AGENT.toString(),
                        "attach",
                        String.valueOf(pid),
                        "--rules",
                        rules.toString());
    }
}
