package io.datapunk.retry.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/** What a JVM that has ended leaves behind. */
final class ProcessResult {
    private final List<String> command;
    private final int status;
    private final byte[] out;
    private final byte[] err;

    ProcessResult(List<String> command, int status, byte[] out, byte[] err) {
        this.command = command;
        this.status = status;
        this.out = out;
        this.err = err;
    }

    int status() {
        return status;
    }

    /** Its standard output, as text. */
    String out() {
        return new String(out, UTF_8);
    }

    /** Its standard error, as text. */
    String err() {
        return new String(err, UTF_8);
    }

    List<String> outLines() {
        return out().lines().toList();
    }

    ProcessResult succeeded() {
        assertThat(status).as("exit status of %s", this).isZero();
        return this;
    }

    /**
     * Its standard output is that of {@code other}, byte by byte; read as ISO 8859-1, which loses none, for the report.
     */
    ProcessResult printedTheSameAs(ProcessResult other) {
        assertThat(new String(out, ISO_8859_1))
                .as("standard output of %s", this)
                .isEqualTo(new String(other.out, ISO_8859_1));
        return this;
    }

    ProcessResult keptStandardErrorEmpty() {
        assertThat(err()).as("standard error of %s", command).isEmpty();
        return this;
    }

    /**
     * Standard error has one line for each of these methods, that its calls fail for good, and nothing else.
     *
     * @param methods as the log names them, {@code com.acme.Client.call()}, in the order of the lines
     */
    ProcessResult loggedOnlyThatCallsFail(String... methods) {
        assertThat(err().lines().map(line -> line.replaceFirst(", rule .*: Exhausted after .*", " gives up")))
                .as("standard error of %s", command)
                .containsExactly(Stream.of(methods)
                        .map(method -> "[datapunk-retry] WARN " + method + " gives up")
                        .toArray(String[]::new));
        return this;
    }

    /** All of it, for the message of a test that fails. */
    @Override
    public String toString() {
        return String.join(" ", command) + "\nexit status " + status + "\n--- standard output\n" + out()
                + "--- standard error\n" + err();
    }
}
