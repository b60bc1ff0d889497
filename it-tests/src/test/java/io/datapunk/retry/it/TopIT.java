package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code top} on a JVM that runs. */
class TopIT {

    @TempDir
    private Path temp;

    /** From the JDK that runs the tests; attaching from each to each is for AttachIT. */
    @OnEachJdk
    void showsTheTableAndOpensNoPort(TestJdk jdk) throws Exception {
        try (RunningJvm application = start(jdk)) {
            Set<String> before = Sockets.listening(application.pid());

            ProcessResult top =
                    top(jdk, application.pid(), "--once").succeeded().keptStandardErrorEmpty();

            assertThat(Sockets.listening(application.pid())).isEqualTo(before);
            List<String> lines = top.outLines();
            assertThat(lines.get(0)).contains("6 rules of " + temp.resolve("rules.yml"), "enabled");
            assertThat(lines.get(1)).contains("calls 6,400", "waiting now 0");
            assertThat(lines.get(3)).containsSubsequence("RETRIES", "CALLS", "SAVED", "METHOD", "LAST FAILURE");
            assertThat(lines.get(4))
                    .containsPattern("^ +796 +0.0 +800 +0.0 +100% .*Load.recovers\\(\\) +IOException, .* ago$");
            assertThat(lines).anyMatch(line -> line.matches(".* OPEN +shared"));
            assertThat(lines).anyMatch(line -> line.matches(" +0.0 +0 +80 +rule:denied"));
            assertThat(application.err()).doesNotContain("[datapunk-retry]");
        }
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("datapunk-retry-top"));
        }
    }

    @OnEachJdk
    void saysThatThereIsNoAgent(TestJdk jdk) throws Exception {
        try (RunningJvm application =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).start("com.acme.legacy.tuned.Attached")) {
            application.await("attempts 1");

            ProcessResult top = top(jdk, application.pid(), "--once");

            assertThat(top.status()).isEqualTo(1);
            assertThat(top.err()).contains("there is no agent in " + application.pid() + "; attach puts it there");
            application.end().succeeded();
        }
    }

    /** Lines after lines where there is no terminal, until the application ends. */
    @Test
    void printsPlainLinesWithoutATerminal() throws Exception {
        TestJdk jdk = TestJdks.all().get(0);
        RunningJvm application = start(jdk);
        try (RunningJvm top = ForkedJvm.on(jdk)
                .start(
                        "-jar",
                        BuildArtifacts.AGENT.toString(),
                        "top",
                        "" + application.pid(),
                        "--json",
                        "--interval",
                        "1")) {
            top.await("{\"at\":");
            top.await("{\"at\":");
            application.end().succeeded();
            application.close();
            ProcessResult ended = top.end();
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.err()).contains("no more answers");
        }
    }

    /** The agent must not take a command that rests for one that was killed. */
    @Test
    void restsAsLongAsItIsTold() throws Exception {
        TestJdk jdk = TestJdks.all().get(0);
        try (RunningJvm application = start(jdk);
                RunningJvm top = ForkedJvm.on(jdk)
                        .jvm("-Djava.io.tmpdir=" + temp) // killed, both leave their folder
                        .start(
                                "-jar",
                                BuildArtifacts.AGENT.toString(),
                                "top",
                                "" + application.pid(),
                                "--json",
                                "--interval",
                                "12")) {
            top.await("{\"at\":");
            top.await("{\"at\":");
            assertThat(top.err()).isEmpty();
        }
    }

    /** The shell's pipeline ends when both sides have. */
    @Test
    void endsWhenNobodyReadsAnyMore() throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "a system with pipes");
        TestJdk jdk = TestJdks.all().get(0);
        try (RunningJvm application = start(jdk)) {
            String top = "'" + jdk.java() + "' -Djava.io.tmpdir='" + temp + "' -jar '" + BuildArtifacts.AGENT + "' top "
                    + application.pid() + " --json --interval 1 | head -n 1";
            Process pipeline = new ProcessBuilder("/bin/sh", "-c", top).start();
            try {
                assertThat(pipeline.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(pipeline.inputReader().lines())
                        .singleElement()
                        .asString()
                        .startsWith("{\"at\":");
            } finally {
                pipeline.descendants().forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    void drawsOnATerminalOfAnySizeUntilQ() throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "a system with terminals");
        TestJdk jdk = TestJdks.all().get(TestJdks.all().size() - 1);
        try (RunningJvm application = start(jdk)) {
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.put("TERM", "xterm");
            PtyProcess top = new PtyProcessBuilder(new String[] {
                        jdk.java().toString(), "-jar", BuildArtifacts.AGENT.toString(), "top", "" + application.pid()
                    })
                    .setEnvironment(environment)
                    .setInitialColumns(120)
                    .setInitialRows(40)
                    .start();
            try {
                Screen screen = new Screen(top.getInputStream());
                String wide = screen.next("\u001b[J");
                assertThat(wide)
                        .startsWith("\u001b[?1049h\u001b[?25l")
                        .contains("Load.recovers()", "rule:denied", "IOException, ");

                top.setWinSize(new WinSize(60, 8));
                String narrow = screen.next("\u001b[J");
                while (narrow.contains("rule:denied")) { // drawn before it was told
                    narrow = screen.next("\u001b[J");
                }
                List<String> lines = narrow.replaceAll("\u001b\\[[0-9?]*[a-zA-Z]|\r", "")
                        .lines()
                        .toList();
                assertThat(lines).hasSizeLessThanOrEqualTo(8).allMatch(line -> line.length() <= 60, "fits");
                assertThat(lines).anyMatch(line -> line.contains("Load.recovers()"));

                top.getOutputStream().write('q');
                top.getOutputStream().flush();
                assertThat(screen.next("\u001b[?1049l")).contains("\u001b[?25h");
                assertThat(top.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(top.exitValue()).isZero();
            } finally {
                top.destroyForcibly();
            }
        }
    }

    /** What a terminal is sent, piece by piece. */
    private record Screen(InputStream in) {

        /** Reads on to the end of this text. */
        String next(String end) throws IOException {
            StringBuilder read = new StringBuilder();
            while (!read.toString().endsWith(end)) {
                int next = in.read();
                if (next < 0) {
                    throw new AssertionError("ended without " + end + ": " + read);
                }
                read.append((char) next);
            }
            return read.toString();
        }
    }

    private RunningJvm start(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), ReportsAgreeIT.RULES);
        RunningJvm application = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=error")
                .classPath(ReportsAgreeIT.classPath())
                .start("com.acme.legacy.seen.Watched");
        application.await("ready");
        application.tell("load");
        application.await("done load");
        return application;
    }

    private ProcessResult top(TestJdk jdk, long pid, String... more) {
        String[] arguments = Stream.concat(
                        Stream.of("-jar", BuildArtifacts.AGENT.toString(), "top", String.valueOf(pid)), Stream.of(more))
                .toArray(String[]::new);
        return ForkedJvm.on(jdk).jvm("-Djava.io.tmpdir=" + temp).run(arguments);
    }
}
