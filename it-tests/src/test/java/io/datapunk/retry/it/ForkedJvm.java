package io.datapunk.retry.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A JVM to be started with exactly what is said here: of the environment only what has nothing to do with Java or the
 * agent is passed on, standard input is empty. Each setting returns this object.
 */
final class ForkedJvm {
    /** Many times what nearly any fork takes on a slow machine; it ends those that hang. */
    private static final int TIMEOUT_SECONDS = 180;

    private final List<String> launcher = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final TestJdk jdk;
    private String program = "java";
    private Path directory = BuildArtifacts.ROOT.resolve("it-tests/target");
    private int timeoutSeconds = TIMEOUT_SECONDS;

    private ForkedJvm(TestJdk jdk) {
        this.jdk = jdk;
    }

    static ForkedJvm on(TestJdk jdk) {
        return new ForkedJvm(jdk);
    }

    ForkedJvm jvm(String... jvmOptions) {
        options.addAll(Arrays.asList(jvmOptions));
        return this;
    }

    /** The agent as built, with these options ({@code rules=…,log=…}), or with none if that is empty. */
    ForkedJvm agent(String agentOptions) {
        return agent(BuildArtifacts.AGENT, agentOptions);
    }

    ForkedJvm agent(Path jar, String agentOptions) {
        return jvm("-javaagent:" + jar + (agentOptions.isEmpty() ? "" : "=" + agentOptions));
    }

    ForkedJvm classPath(Path... entries) {
        String path = Arrays.stream(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return jvm("-cp", path);
    }

    /** The working directory; {@code target} of this module unless said. */
    ForkedJvm in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    /** How long it may take; three minutes unless said. */
    ForkedJvm within(int minutes) {
        timeoutSeconds = 60 * minutes;
        return this;
    }

    /** A variable of its environment; {@code null}: it has none of that name. */
    ForkedJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** What starts it, such as a program that changes the user. */
    ForkedJvm by(String... command) {
        launcher.addAll(Arrays.asList(command));
        return this;
    }

    /** Another program of the JDK in the place of {@code java}. */
    ForkedJvm tool(String name) {
        program = name;
        return this;
    }

    /**
     * Runs it to its end.
     *
     * @param mainAndArguments the main class, or {@code -jar} and a file, and its arguments
     * @throws UncheckedIOException if it could not be started
     * @throws IllegalStateException if it had to be killed since it did not end
     */
    ProcessResult run(String... mainAndArguments) {
        try {
            return run(command(mainAndArguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts it, and goes on.
     *
     * @param mainAndArguments as {@link #run(String...)}
     */
    RunningJvm start(String... mainAndArguments) throws IOException {
        List<String> command = command(mainAndArguments);
        Path err = Files.createTempFile("forked", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
        setEnvironment(builder);
        return new RunningJvm(command, builder.start(), err);
    }

    private List<String> command(String... mainAndArguments) {
        List<String> command = new ArrayList<>(launcher);
        command.add(jdk.java().resolveSibling(program).toString());
        command.addAll(options);
        command.addAll(Arrays.asList(mainAndArguments));
        return command;
    }

    private void setEnvironment(ProcessBuilder builder) {
        Map<String, String> variables = builder.environment();
        variables
                .keySet()
                .removeIf(name -> name.contains("JAVA") || name.contains("JDK") || name.startsWith("DATAPUNK"));
        environment.forEach((name, value) -> {
            if (value == null) {
                variables.remove(name);
            } else {
                variables.put(name, value);
            }
        });
    }

    /** Standard output and error go to files, so that neither needs a thread that empties it. */
    private ProcessResult run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("forked", ".out");
        Path err = Files.createTempFile("forked", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            setEnvironment(builder);
            Process process = builder.start();
            if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("killed after " + timeoutSeconds + " s: " + command + "\n"
                        + Files.readString(out) + Files.readString(err));
            }
            return new ProcessResult(command, process.exitValue(), Files.readAllBytes(out), Files.readAllBytes(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
