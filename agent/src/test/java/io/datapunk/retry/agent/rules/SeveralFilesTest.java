package io.datapunk.retry.agent.rules;

import static io.datapunk.retry.agent.rules.RulesText.problems;
import static io.datapunk.retry.agent.rules.RulesText.read;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datapunk.retry.agent.rules.syntax.RuleProblem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files on disk, and several of them. */
class SeveralFilesTest {

    private static final String RULE = "version: 1\nrules:\n  - {name: NAME, match: {class: A}}\n";

    @TempDir
    Path folder;

    @Test
    void readsADirectoryInNameOrder() throws Exception {
        write("20.yaml", RULE.replace("NAME", "second"), UTF_8);
        write("10.yml", RULE.replace("NAME", "first"), UTF_8);
        write("00.txt", "not rules", UTF_8);
        write(".#10.yml", "an editor's lock file", UTF_8);

        RuleSet rules = RulesFiles.read(folder.toString());

        assertThat(rules.rules()).extracting(RetryRule::name).containsExactly("first", "second");
        assertThat(rules.source()).isEqualTo(folder.toString());
    }

    @Test
    void eachFileHasItsOwnDefaults() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.yml", RULE.replace("NAME", "a").replace("rules:", "defaults: {max-attempts: 9}\nrules:"));
        files.put("b.yml", RULE.replace("NAME", "b"));

        assertThat(read(files).rules())
                .extracting(rule -> rule.policy().maxAttempts())
                .containsExactly(9, 3);
    }

    @Test
    void oneFileSwitchesAllOff() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.yml", RULE.replace("NAME", "a") + "enabled: false\n");
        files.put("b.yml", RULE.replace("NAME", "b") + "enabled: true\n");

        assertThat(read(files).enabled()).isFalse();
    }

    @Test
    void namesAreOneSpaceOverAllFiles() {
        String shared = "circuit-breakers: {c: {}}\nbudgets: {u: {}}\n";
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.yml", shared + RULE.replace("NAME", "x").replace("A}", "A}, circuit-breaker: c, budget: u"));
        files.put("b.yml", shared + RULE.replace("NAME", "x"));

        assertThat(problems(files))
                .containsExactly(
                        "b.yml:1:20: circuit-breakers.c: the name \"c\" is taken at a.yml:1:20",
                        "b.yml:2:11: budgets.u: the name \"u\" is taken at a.yml:2:11",
                        "b.yml:5:12: rules[0].name: the name \"x\" is taken by the rule at a.yml:5:12");
    }

    @Test
    void aRuleMayUseABreakerOfALaterFileThatHasNoRules() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.yml", RULE.replace("NAME", "a").replace("A}", "A}, circuit-breaker: late"));
        files.put("b.yml", "version: 1\ncircuit-breakers: {late: {}}\n");

        assertThat(read(files).rules().get(0).circuitBreaker().name()).isEqualTo("late");
    }

    @Test
    void mistakesOfAllFilesAreToldTogether() throws Exception {
        write("a.yml", "version: 1\nrules: {\n", UTF_8);
        write("b.yml", RULE.replace("NAME", "b") + "enbled: true\n", UTF_8);
        Files.write(folder.resolve("c.yml"), new byte[] {'a', ':', '\n', ' ', (byte) 0xff});

        assertThat(problemsOnDisk())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("a.yml:3:1: not YAML: "),
                        line -> assertThat(line)
                                .isEqualTo("b.yml:4:1: enbled: unknown key \"enbled\"; did you mean \"enabled\"?"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "c.yml:2:2: found a byte that is not UTF-8, expected UTF-8 text; save the file"
                                                + " as UTF-8"));
    }

    @Test
    void readsWhatEditorsWrite() throws Exception {
        String text = RULE.replace("NAME", "a");
        for (byte[] bytes : List.of(
                ("\uFEFF" + text).getBytes(UTF_8),
                text.getBytes(UTF_16),
                ("\uFEFF" + text).getBytes(UTF_16LE),
                text.replace("\n", "\r\n").getBytes(UTF_8),
                text.replace("\n", "\r").getBytes(UTF_8))) {
            Files.write(folder.resolve("a.yml"), bytes);

            RetryRule rule = RulesFiles.read(folder.toString()).rules().get(0);

            assertThat(rule.name()).isEqualTo("a");
            assertThat(rule.mark().line()).isEqualTo(3);
        }
    }

    @Test
    void tenMegabytesAreAMistakeWithAPlace() throws Exception {
        write("a.yml", "a".repeat(10_000_000), UTF_8);

        assertThat(problemsOnDisk())
                .containsExactly("a.yml:1:1: found more than 6291456 bytes, expected a smaller file");
    }

    @Test
    void whatIsNotThereIsAnIoProblem() {
        assertThatThrownBy(() -> RulesFiles.read(folder.resolve("none.yml").toString()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> RulesFiles.read(folder.toString())).hasMessage("the directory has no *.yml or *.yaml");
    }

    @Test
    @Timeout(30)
    void onlyRegularFilesAreOpened() throws Exception {
        write("a.yml", RULE.replace("NAME", "a"), UTF_8);
        Path fifo = folder.resolve("b.yml");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> RulesFiles.contents(fifo.toString()))
                .hasMessage("found a named pipe (FIFO), expected a regular file");
        assertThatThrownBy(() -> RulesFiles.contents(folder.toString()))
                .hasMessage(fifo + ": found a named pipe (FIFO), expected a regular file");
        Files.delete(fifo);
        Files.createDirectory(fifo);
        assertThatThrownBy(() -> RulesFiles.contents(folder.toString()))
                .hasMessage(fifo + ": found a directory, expected a regular file");
        Files.delete(fifo);
        Files.createSymbolicLink(fifo, Path.of("/dev/zero"));
        assertThatThrownBy(() -> RulesFiles.contents(folder.toString()))
                .hasMessage(fifo + ": found a character device, expected a regular file");
        assertThatThrownBy(() -> RulesFiles.contents("/dev/stdin")).hasMessageContaining("expected a regular file");
    }

    @Test
    void aFolderOfTooManyFilesIsToldBeforeAllAreRead() throws Exception {
        for (int i = 0; i <= RulesFiles.MAX_FILES; i++) {
            write(i + ".yml", "", UTF_8);
        }
        assertThatThrownBy(() -> RulesFiles.contents(folder.toString()))
                .hasMessageContaining("more than 1000 *.yml and *.yaml");
    }

    @Test
    void aFolderOfTooLargeFilesIsToldBeforeAllAreRead() throws Exception {
        for (String name : List.of("a.yml", "b.yml", "c.yml")) {
            try (RandomAccessFile file =
                    new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
                file.setLength(6_000_000);
            }
        }
        assertThatThrownBy(() -> RulesFiles.contents(folder.toString()))
                .hasMessageContaining("more than " + RulesFiles.MAX_TOTAL_BYTES + " bytes together");
    }

    private List<String> problemsOnDisk() throws IOException {
        try {
            RulesFiles.read(folder.toString());
            return List.of();
        } catch (RulesException e) {
            String prefix = folder + java.io.File.separator;
            return e.problems().stream()
                    .map(RuleProblem::toString)
                    .map(line -> line.replace(prefix, ""))
                    .toList();
        }
    }

    private void write(String name, String text, Charset charset) throws IOException {
        Files.write(folder.resolve(name), text.getBytes(charset));
    }
}
