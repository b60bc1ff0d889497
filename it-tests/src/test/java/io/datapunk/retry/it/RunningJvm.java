package io.datapunk.retry.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that runs beside the test, which reads its output line by line; closed, it is gone. */
final class RunningJvm implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 60;

    private final List<String> command;
    private final Process process;
    private final Path err;
    private final BufferedReader out;
    private final StringBuilder read = new StringBuilder();

    RunningJvm(List<String> command, Process process, Path err) {
        this.command = command;
        this.process = process;
        this.err = err;
        this.out = process.inputReader(UTF_8);
    }

    long pid() {
        return process.pid();
    }

    /** Reads on to the first line that begins so; gives what follows in it. */
    String await(String beginning) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            read.append(line).append('\n');
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
        throw new AssertionError(
                "ended without a line that begins with " + beginning + ": " + command + "\n" + read + err());
    }

    /** Reads on to the first line that contains this; gives all that was read. */
    String awaitContaining(String part) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            read.append(line).append('\n');
            if (line.contains(part)) {
                return read.toString();
            }
        }
        throw new AssertionError("ended without a line with " + part + ": " + command + "\n" + read + err());
    }

    /** What it has written to standard error so far. */
    String err() throws IOException {
        return Files.readString(err);
    }

    /** Sends a line to its standard input. */
    void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    /** Closes its standard input, and waits for its end. */
    ProcessResult end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        byte[] rest = process.getInputStream().readAllBytes();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end: " + command);
        }
        read.append(new String(rest, UTF_8));
        return new ProcessResult(
                command, process.exitValue(), read.toString().getBytes(UTF_8), Files.readAllBytes(err));
    }

    /** Whether it was started with the agent as built. */
    boolean hasAgent() {
        return command.stream().anyMatch(word -> word.contains(BuildArtifacts.AGENT.toString()));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What all its threads have used so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Asks it to stop, as an operator does, and waits for its end. */
    ProcessResult stop() throws IOException, InterruptedException {
        process.toHandle().destroy(); // which leaves its output open
        return end();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(err);
    }
}
