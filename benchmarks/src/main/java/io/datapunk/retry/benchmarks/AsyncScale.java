package io.datapunk.retry.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What ten thousand asynchronous calls in backoff cost, beside the peers: whole JVMs in turn, several rounds; medians
 * go into the table of {@code docs/async-scale.md}.
 */
public final class AsyncScale {

    private static final int CALLS = 10_000;
    private static final int ROUNDS = 5;

    /** Who makes the calls, and what more the rule of the agent says. */
    private static final Map<String, String> CALLERS = new LinkedHashMap<>();

    static {
        CALLERS.put("nobody retries", null);
        CALLERS.put("agent", "");
        CALLERS.put(
                "agent, timeout, breaker and max-waiting",
                ", timeout: 9h, circuit-breaker: {window: 50000 calls, minimum-calls: 50000}, max-waiting: 50000");
        CALLERS.put("resilience4j", null);
        CALLERS.put("failsafe", null);
    }

    private AsyncScale() {}

    /** Takes the document; needs the system property {@code datapunk.agent.jar}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, List<long[]>> runs = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (String caller : CALLERS.keySet()) {
                runs.computeIfAbsent(caller, key -> new ArrayList<>()).add(run(caller));
            }
        }
        StringBuilder table = new StringBuilder("| calls made by | bytes each | threads in all |\n|---|---|---|\n");
        for (Map.Entry<String, List<long[]>> run : runs.entrySet()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %d |%n",
                    run.getKey(),
                    median(run.getValue(), 0),
                    median(run.getValue(), 1)));
        }
        System.out.println(table);
        Path document = Path.of(arguments[0]);
        String text = Files.readString(document);
        int from = text.indexOf("| calls made by |");
        int to = text.indexOf("\n\n", from) + 1;
        Files.writeString(document, text.substring(0, from) + table + text.substring(to));
    }

    private static long[] run(String caller) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String more = CALLERS.get(caller);
        Path rules = Files.createTempFile("rules", ".yml");
        if (more != null) {
            Files.writeString(rules, """
                    version: 1
                    rules:
                      - {name: probe, match: {class: io.datapunk.retry.benchmarks.AsyncScaleProbe, method: refused},
                         budget: off, backoff: {strategy: fixed, delay: 1h, max-delay: 1h}%s}
                    """.formatted(more));
            command.add("-javaagent:" + System.getProperty("datapunk.agent.jar") + "=rules=" + rules);
        }
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-cp", classPathWithoutAgent()));
        command.addAll(List.of(AsyncScaleProbe.class.getName(), caller, String.valueOf(CALLS)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the probe has failed: " + out);
        }
        Files.delete(rules);
        return Arrays.stream(out.trim().split(" ")).mapToLong(Long::parseLong).toArray();
    }

    /** The agent's classes on the class path would be found before those of its jar. */
    private static String classPathWithoutAgent() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*[/\\\\](agent|core)[/\\\\]target[/\\\\].*"))
                .filter(entry -> !entry.matches(".*datapunk-retry-.*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static long median(List<long[]> runs, int figure) {
        long[] sorted = runs.stream().mapToLong(run -> run[figure]).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
