package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which rules files come, change and go. */
class RulesFilesIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void inPlaceByRenameGoneAndBack(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), rules(2));

        ProcessResult ended = filed(
                jdk,
                rules,
                "write|" + rules + "|" + rules(3),
                "rename|" + rules + "|" + rules(4),
                "write|" + rules + "|version: 1",
                "delete|" + rules,
                "write|" + rules + "|" + rules(4),
                "write|" + rules + "|" + rules(5));

        assertThat(ended.succeeded().outLines())
                .containsExactly(
                        "start 2", "write 3", "rename 4", "write 4 refused", "delete 4 refused", "write 4", "write 5");
    }

    /** As the kubelet does it: the file is a link through ..data, which is swapped for one to a new folder. */
    @OnEachJdk
    void bySymlinkSwap(TestJdk jdk) throws IOException {
        Path first = Files.createDirectory(temp.resolve("..first"));
        Path second = Files.createDirectory(temp.resolve("..second"));
        Files.writeString(first.resolve("rules.yml"), rules(2));
        Files.writeString(second.resolve("rules.yml"), rules(6));
        Path data = Files.createSymbolicLink(temp.resolve("..data"), first.getFileName());
        Path rules = Files.createSymbolicLink(temp.resolve("rules.yml"), Path.of("..data/rules.yml"));

        ProcessResult ended = filed(jdk, rules, "link|" + data + "|..second", "link|" + data + "|..first");

        assertThat(ended.succeeded()
                        .loggedOnlyThatCallsFail("com.acme.legacy.tuned.Filed.call()")
                        .outLines())
                .containsExactly("start 2", "link 6", "link 2");
    }

    @OnEachJdk
    void ofADirectory(TestJdk jdk) throws IOException {
        Path folder = Files.createDirectory(temp.resolve("rules.d"));
        Path other = Files.writeString(folder.resolve("20-other.yml"), rules(2));
        Path earlier = folder.resolve("10-earlier.yaml");
        String named = rules(7).replace("filed", "earlier");

        ProcessResult ended = filed(
                jdk,
                folder,
                "write|" + earlier + "|" + named,
                "write|" + folder.resolve("notes.txt") + "|none",
                "write|" + other + "|" + rules(3),
                "delete|" + earlier,
                "write|" + earlier + "|" + rules(8), // the name is taken
                "delete|" + earlier,
                "delete|" + other);

        assertThat(ended.succeeded().outLines())
                .containsExactly(
                        "start 2",
                        "write 7",
                        "write 7",
                        "write 7",
                        "delete 3",
                        "write 3 refused",
                        "delete 3",
                        "delete 3 refused");
    }

    @OnEachJdk
    void missingAtTheStart(TestJdk jdk) throws IOException {
        Path rules = temp.resolve("rules.yml");

        ProcessResult ended = filed(jdk, rules, "write|" + rules + "|" + rules(3));

        assertThat(ended.succeeded().outLines()).containsExactly("start 1", "write 3");
        assertThat(ended.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("there is no rules file " + rules
                                        + ": the agent does nothing until it is there"),
                        line -> assertThat(line)
                                .contains("WARN new rules: 1 rule(s) from", "those before were refused"),
                        line -> assertThat(line).contains("Filed.call(), rule filed: Exhausted after 3 attempts"));
    }

    /** Opening a named pipe waits for somebody who writes, for ever if there is none. */
    @OnFewJdks
    void aNamedPipeIsRefusedAtOnce(TestJdk jdk) throws Exception {
        Path good = Files.writeString(temp.resolve("good.yml"), rules(3));
        Path pipe = temp.resolve("pipe.yml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path rules = Files.createSymbolicLink(temp.resolve("rules.yml"), pipe);

        ProcessResult ended = filed(jdk, rules, "link|" + rules + "|good.yml", "link|" + rules + "|pipe.yml");
        ProcessResult folder = filed(jdk, temp, "delete|" + good);
        ProcessResult log = ForkedJvm.on(jdk)
                .agent("rules=" + good + ",log-file=" + pipe)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.tuned.Filed");

        assertThat(ended.succeeded().outLines()).containsExactly("start 1", "link 3", "link 3 refused");
        String found = "found a named pipe (FIFO), expected a regular file";
        assertThat(ended.err())
                .contains(rules + " cannot be read (" + found + "): the agent does nothing until it can be")
                .contains("the last good ones hold: " + rules + " cannot be read (" + found + ")");
        assertThat(folder.succeeded().err()).contains(pipe + ": " + found);
        assertThat(log.succeeded().err())
                .contains("the log file " + pipe + " cannot be written (" + found)
                .contains("the log goes to standard error");
    }

    private static ProcessResult filed(TestJdk jdk, Path rules, String... steps) {
        String[] arguments = new String[steps.length + 1];
        arguments[0] = "com.acme.legacy.tuned.Filed";
        System.arraycopy(steps, 0, arguments, 1, steps.length);
        return ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",jmx-write=true,reload=20ms")
                .classPath(BuildArtifacts.FIXTURE)
                .run(arguments);
    }

    private static String rules(int attempts) {
        return """
                version: 1
                defaults: {budget: off}
                rules:
                  - name: filed
                    match: {class: com.acme.legacy.tuned.Filed, method: call}
                    max-attempts: %d
                    backoff: {strategy: fixed, delay: 1ms}
                """.formatted(attempts);
    }
}
