package io.datapunk.retry.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What one run of the order application has shown, on its standard output and to the server. */
record AppRun(int fetched, Map<String, Integer> failures, int requests, long millis, List<MethodMetrics> metrics) {
    /** Far beyond what a run takes; one that hangs is ended after it. */
    private static final int TIMEOUT_SECONDS = 180;

    int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Runs the application's jar in a JVM of its own against a server of its own.
     *
     * @param agent the {@code -javaagent} option's value, or null for none
     */
    static AppRun of(Path application, String agent, FaultPlan plan, int orders) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (agent != null) {
            command.add("-javaagent:" + agent);
        }
        try (FlakyServer server = FlakyServer.start(plan)) {
            command.addAll(List.of("-jar", application.toString(), server.url(), Integer.toString(orders)));
            long start = System.nanoTime();
            Process process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            CompletableFuture<Process> end = process.onExit()
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .whenComplete((ended, late) -> process.destroyForcibly());
            try (BufferedReader out = process.inputReader(UTF_8)) {
                AppRun run = observe(out, start, agent != null ? process.pid() : -1, server);
                process.getOutputStream().close(); // the application ends at the end of its input
                if (end.get().exitValue() != 0) {
                    throw new IOException("the application ended with status " + process.exitValue());
                }
                return run;
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** @param pid the JVM whose metrics are read, or -1 for none */
    private static AppRun observe(BufferedReader out, long start, long pid, FlakyServer server) throws Exception {
        int fetched = 0;
        Map<String, Integer> failures = new TreeMap<>();
        String line = out.readLine();
        while (line != null && !line.equals("done")) {
            String[] words = line.split(" ", 4);
            if (words[0].equals("fetched")) {
                fetched = Integer.parseInt(words[1]);
            } else if (words[0].equals("failed")) {
                failures.put(words[3], Integer.parseInt(words[1]));
            }
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("the application ended early");
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        List<MethodMetrics> metrics = pid < 0 ? List.of() : MethodMetrics.of(pid);
        return new AppRun(fetched, failures, server.requests(), millis, metrics);
    }
}
