package io.datapunk.retry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.cli.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineMainTest {

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aFullOutputIsAFailure() throws IOException {
        Path rules = rules("rules.yml", "a");
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        int status = CommandLineMain.run(
                new PrintWriter(full, true), new PrintWriter(err, true), "plan", "--rules", rules.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("the output could not be written: is the disk full, or has the reader gone?\n");
    }

    @Test
    void badRulesAreSaidInJsonToo() throws IOException {
        Path rules = rules("bad\n\u001b\u202e.yml", "a b");
        for (String command : new String[] {"plan", "check"}) {
            assertThat(run(command, "--json", "--rules", rules.toString())).isEqualTo(1);
            assertThat(err.toString()).isEmpty();
            assertThat(out.toString())
                    .startsWith("{\"good\":false,\"problems\":[\"")
                    .contains("bad\\u000a\\u001b\\u202e.yml:3:11", "found \\\"a b\\\"")
                    .matches("\\p{Print}+\n");
            out.getBuffer().setLength(0);
        }
        assertThat(run("plan", "--json", "--rules", rules("rules.yml", "a").toString(), "--rule", "other"))
                .isEqualTo(1);
        assertThat(out.toString()).startsWith("{\"good\":false,\"problems\":[\"there is no rule \\\"other\\\" in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "check"})
    void namesReachTheTerminalWithoutWhatItObeys(String command) throws IOException {
        Path rules = rules("bad\n\u001b\u202e\u009b.yml", "a b");

        assertThat(run(command, "--rules", rules.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("bad\\u000a\\u001b\\u202e\\u009b.yml:3:11")
                .matches("[^\\p{Cntrl}\u202e\u009b]+\n([^\\p{Cntrl}\u202e\u009b]+\n)?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"attach", "check", "plan", "schema", "top"})
    void eachCommandHelps(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: java -jar datapunk-retry.jar " + command);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whatIsTooMuchIsSaidInOneLine() {
        assertThat(FailedCommand.line(new OutOfMemoryError("Java heap space")))
                .contains("(Java heap space)", "java -Xmx2g -jar");
        assertThat(FailedCommand.line(new StackOverflowError())).contains("java -Xss16m -jar");
        assertThat(FailedCommand.line(new IllegalStateException("a\nb")))
                .isEqualTo("java.lang.IllegalStateException: a\\u000ab");
        assertThat(FailedCommand.line(new IOException("no such thing"))).isEqualTo("no such thing");
        assertThat(FailedCommand.line(new IOException("/path"))).isEqualTo("java.io.IOException: /path");
    }

    @Test
    void jsonIsAscii() {
        assertThat(Json.write(Map.of("k\u001b", "é\u202e\ud83d\ude00\udc00\"\\\u007f")))
                .isEqualTo("{\"k\\u001b\":\"\\u00e9\\u202e\\ud83d\\ude00\\udc00\\\"\\\\\\u007f\"}");
    }

    private int run(String... arguments) {
        return CommandLineMain.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private Path rules(String file, String name) throws IOException {
        return Files.writeString(
                temp.resolve(file), "version: 1\nrules:\n  - name: " + name + "\n    match: {class: com.acme.A}\n");
    }
}
