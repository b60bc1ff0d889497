package io.datapunk.retry.agent.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be known of a process before a signal is sent to it. */
class TargetTest {

    private static final String CATCHES_QUIT = "2000000181005ccf";
    private static final String CATCHES_NOTHING = "0000000000000000";

    @TempDir
    private Path proc;

    @BeforeEach
    void self() throws IOException {
        process("self", "S (sleeping)", 1000, CATCHES_QUIT);
    }

    @Test
    void aJvmOfThisUserMayBeAsked() throws IOException {
        process("7", "S (sleeping)", 1000, CATCHES_QUIT);
        jvm("7");

        assertThat(refusal(7)).isNull();
        assertThat(Target.canBeAsked(proc.toFile())).isTrue();
        assertThat(Target.canBeAsked(proc.resolve("none").toFile())).isFalse();
    }

    @Test
    void aThreadShowsAJvmWhoseLibrariesMayNotBeSeen() throws IOException {
        process("7", "S (sleeping)", 1000, CATCHES_QUIT);
        Path thread = Files.createDirectories(proc.resolve("7/task/12"));
        Files.writeString(thread.resolve("comm"), "VM Thread\n");

        assertThat(refusal(7)).isNull();
    }

    @Test
    void whatIsNoJvmIsLeftAloneAlsoWhereItCatchesTheSignal() throws IOException {
        process("7", "S (sleeping)", 1000, CATCHES_QUIT);
        Files.writeString(proc.resolve("7/maps"), "7f00-7f01 r-xp 0 08:01 1 /usr/sbin/nginx\n");

        assertThat(refusal(7)).isEqualTo("the process 7 (some\\u001bname) is no JVM; jps lists the JVMs");
    }

    @Test
    void aJvmThatTheSignalWouldEndIsLeftAlone() throws IOException {
        process("7", "S (sleeping)", 1000, CATCHES_NOTHING);
        jvm("7");

        assertThat(refusal(7)).contains("does not catch SIGQUIT", "-Xrs", "start it with -javaagent instead");
    }

    @Test
    void whatCannotAnswerIsTold() throws IOException {
        process("7", "T (stopped)", 1000, CATCHES_QUIT);
        jvm("7");
        process("8", "Z (zombie)", 1000, CATCHES_NOTHING);

        assertThat(refusal(7)).contains("is stopped (state T (stopped))", "kill -CONT 7");
        assertThat(refusal(8)).contains("has ended");
        assertThat(refusal(9)).startsWith("there is no process 9");
    }

    @Test
    void onlyRootMayAttachToAnother() throws IOException {
        process("7", "S (sleeping)", 1001, CATCHES_QUIT);
        jvm("7");

        assertThat(refusal(7)).contains("is of the user with the number 1001", "run the command as that user");
        process("self", "S (sleeping)", 0, CATCHES_QUIT);
        assertThat(refusal(7)).isNull();
        assertThat(new Target(proc.toFile(), 7).refusal(true)).contains("not as number 0");
    }

    @Test
    void filesAreLookedForWhereTheProcessSeesThem() throws IOException {
        process("7", "S (sleeping)", 1000, CATCHES_QUIT);
        Target target = new Target(proc.toFile(), 7);
        Path ours = Files.createFile(proc.resolve("ours"));
        assertThat(target.sees(ours.toFile())).as("where nobody may look").isTrue();

        Path root = Files.createDirectory(proc.resolve("7/root"));
        assertThat(target.sees(ours.toFile())).isFalse();
        Path theirs = root.resolve(ours.toString().substring(1));
        Files.createDirectories(theirs.getParent());
        Files.createFile(theirs);
        assertThat(target.sees(ours.toFile())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "-1", "+1", "abc", "12x", " 1", "4294967296", "18446744073709551617", "\u0661", "1\n2"})
    void whatIsNoProcessIdIsRefused(String text) {
        assertThatThrownBy(() -> Pid.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("found \"")
                .hasMessageContaining("expected the process id of a JVM")
                .hasMessageNotContaining("\n");
    }

    @Test
    void processIdsAreRead() {
        assertThat(Pid.parse("1")).isEqualTo(1);
        assertThat(Pid.parse("0042")).isEqualTo(42);
        assertThat(Pid.parse("4294967295")).isEqualTo(0xffff_ffffL);
    }

    @Test
    void whatAJvmWouldMisreadIsNotSaid() {
        assertThat(AgentArgument.problem("/a/b.jar", "rules=\"/x=y/r.yml\"")).isNull();
        assertThat(AgentArgument.problem("/a=b.jar", "")).contains("/a=b.jar", "has a \"=\"");
        assertThat(AgentArgument.problem("/a.jar", "x".repeat(1016))).isNull();
        assertThat(AgentArgument.problem("/a.jar", "x".repeat(1018))).contains("1025 bytes", "1024 at most");
        assertThat(AgentArgument.problem("/a.jar", "é".repeat(600))).contains("bytes");
    }

    private String refusal(long pid) {
        return new Target(proc.toFile(), pid).refusal(false);
    }

    private void process(String name, String state, int user, String caught) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(name));
        Files.writeString(
                folder.resolve("status"),
                "Name:\tsome\u001bname\nState:\t" + state + "\nUid:\t5\t" + user + "\t5\t5\nSigCgt:\t" + caught + "\n");
    }

    private void jvm(String name) throws IOException {
        Files.writeString(
                proc.resolve(name + "/maps"), "7f00-7f01 r-xp 0 08:01 1 /opt/jdk/lib/server/libjvm.so (deleted)\n");
    }
}
