package io.datapunk.retry.benchmarks.performance;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM that runs a probe. Immutable. */
record ForkedJvm(Jdk jdk, List<String> options, Class<?> probe, List<String> arguments) {

    /** What it printed, and the milliseconds from before its start to after its end. */
    record Result(String output, double millis) {

        double[] numbers() {
            return Arrays.stream(output.trim().split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }

    ForkedJvm(Jdk jdk, List<String> options, Class<?> probe, String... arguments) {
        this(jdk, options, probe, List.of(arguments));
    }

    Result run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        double millis = (System.nanoTime() - start) / 1e6;
        if (exit != 0) {
            throw new IOException(this + " has ended with " + exit + ": " + output);
        }
        return new Result(output, millis);
    }

    Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(jdk.java());
        // An option may set a class path of its own.
        command.addAll(List.of("-cp", probes()));
        command.addAll(options);
        command.add(probe.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The probes and nothing else: the agent's classes on the class path would be found before those of its jar. */
    static String probes() {
        try {
            return Path.of(ForkedJvm.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String classPath(List<Path> entries) {
        return String.join(
                File.pathSeparator, entries.stream().map(Path::toString).toList());
    }
}
