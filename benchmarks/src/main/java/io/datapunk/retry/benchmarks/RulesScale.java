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

/**
 * What thousands of rules cost: whole JVMs with 0, 10, 100, 1,000 and 5,000 rules, in turn, several rounds; medians go into
 * the table of {@code docs/rules-scale.md}.
 */
public final class RulesScale {

    private static final int[] COUNTS = {0, 10, 100, 1_000, 5_000};
    private static final int ROUNDS = 7;

    private RulesScale() {}

    /** Takes the document; needs the system property {@code datapunk.agent.jar}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<Integer, List<long[]>> runs = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (int count : COUNTS) {
                long[] figures = run(count);
                if (round > 0) { // the first round warms the machine's caches
                    runs.computeIfAbsent(count, key -> new ArrayList<>()).add(figures);
                }
            }
        }
        String table = table(runs);
        System.out.println(table);
        Path document = Path.of(arguments[0]);
        String text = Files.readString(document);
        int from = text.indexOf("| rules |");
        int to = text.indexOf("\n\n", from) + 1;
        Files.writeString(document, text.substring(0, from) + table + text.substring(to));
    }

    private static long[] run(int count) throws IOException, InterruptedException {
        Path rules = Files.createTempFile("rules", ".yml");
        Files.writeString(rules, rules(count));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (count > 0) {
            command.add("-javaagent:" + System.getProperty("datapunk.agent.jar") + "=rules=" + rules
                    + ",reload=off,jmx-write=true");
        }
        // Nothing of the agent: its classes on the class path would be found before those of its jar.
        String classes = RulesScaleProbe.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        command.addAll(List.of("-cp", classes, RulesScaleProbe.class.getName()));
        command.add(String.valueOf(System.currentTimeMillis()));
        command.add(manyClasses());
        if (count > 0) {
            command.add(rules.toString());
        }
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

    /** A jar with some 3,000 classes that is there anyway. */
    private static String manyClasses() {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.matches(".*byte-buddy-[0-9.]+\\.jar")) {
                return entry;
            }
        }
        throw new IllegalStateException("byte-buddy is not on the class path");
    }

    /** Exact names, packages, overloads and prefixes in turn, as in real files. */
    private static String rules(int count) {
        StringBuilder text = new StringBuilder("version: 1\nrules:\n");
        for (int i = 0; i < count; i++) {
            String match =
                    switch (i % 4) {
                        case 0 -> "class: com.acme.p" + i + ".Client, method: call";
                        case 1 -> "class: com.acme.p" + i + ".*, method: [get*, find*]";
                        case 2 -> "class: com.acme.p" + i + ".**, method: 'send(java.lang.String, ..)'";
                        default -> "class: [com.acme.p" + i + ".A, com.acme.p" + i + ".B]";
                    };
            text.append("  - {name: r").append(i).append(", match: {").append(match);
            text.append("}, retry-on: [java.io.IOException], max-attempts: 3}\n");
        }
        return text.toString();
    }

    private static String table(Map<Integer, List<long[]>> runs) {
        StringBuilder table = new StringBuilder(
                "| rules | until `main` [ms] | loading 3,000 classes [ms] | reload, other values [ms] | reload, other classes [ms] |\n"
                        + "|---|---|---|---|---|\n");
        for (Map.Entry<Integer, List<long[]>> run : runs.entrySet()) {
            boolean agent = run.getKey() > 0;
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %s | %s |%n",
                    agent ? String.format(Locale.ROOT, "%,d", run.getKey()) : "no agent",
                    median(run.getValue(), 0),
                    median(run.getValue(), 1),
                    agent ? String.valueOf(median(run.getValue(), 2)) : "",
                    agent ? String.valueOf(median(run.getValue(), 3)) : ""));
        }
        return table.toString();
    }

    private static long median(List<long[]> runs, int figure) {
        long[] sorted = runs.stream().mapToLong(run -> run[figure]).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
