package io.datapunk.retry.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the medians into {@code docs/performance.md}: a table between each {@code <!-- table NAME -->} and
 * {@code <!-- end -->}; the words around them stay as they are. The plots beside it are made anew.
 */
final class PerformanceReport {
    private static final Pattern TABLE = Pattern.compile("<!-- table (\\S+) -->\n(.*?)<!-- end -->\n", Pattern.DOTALL);

    private static final Map<String, String> CALLS = new LinkedHashMap<>();
    private static final Map<String, String> FAILURES = new LinkedHashMap<>();
    private static final Map<String, String> THREADS = new LinkedHashMap<>();

    static {
        CALLS.put("plain", "plain call");
        CALLS.put("counted", "the same, counted by a LongAdder and nothing else");
        CALLS.put("woven", "agent, the defaults: metrics, budget, innermost wins");
        CALLS.put("wovenWithTimeout", "agent, with timeout");
        CALLS.put("wovenWithBreaker", "agent, with circuit breaker");
        CALLS.put("library", "our engine as a library");
        CALLS.put("success SPRING_7", "Spring 7 RetryTemplate");
        CALLS.put("success RESILIENCE4J", "resilience4j");
        CALLS.put("success RESILIENCE4J_WITH_BREAKER", "resilience4j, with circuit breaker");
        CALLS.put("success FAILSAFE", "Failsafe");
        CALLS.put("success SMALLRYE", "SmallRye Fault Tolerance");
        CALLS.put("success SPRING_RETRY", "spring-retry");
        CALLS.put("clock", "a reading of the clock alone");
        FAILURES.put("failOnceByHand", "loop by hand");
        FAILURES.put("failOnceWoven", "agent");
        FAILURES.put("failOnceLibrary", "our engine as a library");
        CALLS.forEach((row, label) -> {
            if (row.startsWith("success ")) {
                FAILURES.put(row.replace("success ", "failOnce "), label);
            }
        });
        THREADS.put("plain", "plain call");
        THREADS.put("woven", "agent, the defaults");
        THREADS.put("guarded", "agent, with circuit breaker");
    }

    private final Figures figures;
    private final List<Integer> jdks;

    private PerformanceReport(Figures figures) throws IOException {
        this.figures = figures;
        this.jdks = figures.jdks();
    }

    static void write(Path root, Figures figures) throws IOException {
        PerformanceReport report = new PerformanceReport(figures);
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("goals", new Goals(root.resolve("agent/target/datapunk-retry.jar"), figures).table());
        tables.put("calls", report.calls(CALLS, "plain"));
        tables.put("failures", report.calls(FAILURES, "failOnceByHand"));
        tables.put("threads", report.threads());
        tables.put("inlining", report.inlining());
        tables.put("start", report.start());
        tables.put("loading", report.loading());
        tables.put("memory", report.atRest());
        tables.put("woven-memory", report.perMethod());
        tables.put("reload", report.reload());
        tables.put("machine", report.machine());
        Path docs = root.resolve("docs");
        Path document = docs.resolve("performance.md");
        String text = TABLE.matcher(Files.readString(document)).replaceAll(found -> {
            String table = tables.remove(found.group(1));
            if (table == null) {
                throw new IllegalStateException("nothing is measured for the table " + found.group(1));
            }
            return Matcher.quoteReplacement("<!-- table " + found.group(1) + " -->\n" + table + "<!-- end -->\n");
        });
        if (!tables.isEmpty()) {
            throw new IllegalStateException(document + " has no place for " + tables.keySet());
        }
        Files.writeString(document, text);
        report.plot(
                CALLS, Calls.TABLE, Calls.NANOS, "ns for a call that succeeds", docs.resolve("performance-calls.svg"));
        report.plot(
                StartUp.LABELS,
                StartUp.TABLE,
                StartUp.MILLIS,
                "ms for Hello, as a whole process",
                docs.resolve("performance-start.svg"));
    }

    private String calls(Map<String, String> rows, String baseline) throws IOException {
        Table table = new Table(jdks, "ns", "above the first", "B");
        for (Map.Entry<String, String> row : rows.entrySet()) {
            table.row(
                    row.getValue(),
                    jdk -> nanos(jdk, row.getKey()),
                    jdk -> row.getKey().equals(baseline)
                            ? ""
                            : Noise.orText(
                                    difference(jdk, row.getKey(), baseline),
                                    median(jdk, Calls.TABLE, baseline, Calls.NANOS),
                                    value -> number("%.1f", value)),
                    jdk -> number("%.0f", median(jdk, Calls.TABLE, row.getKey(), Calls.BYTES)));
        }
        return table.toString();
    }

    private double difference(int jdk, String row, String baseline) throws IOException {
        return median(jdk, Calls.TABLE, row, Calls.NANOS) - median(jdk, Calls.TABLE, baseline, Calls.NANOS);
    }

    private String nanos(int jdk, String row) throws IOException {
        return number("%.1f", median(jdk, Calls.TABLE, row, Calls.NANOS));
    }

    private String threads() throws IOException {
        Table table = new Table(jdks, "one thread [ns]", "two threads [ns]");
        for (Map.Entry<String, String> row : THREADS.entrySet()) {
            table.row(
                    row.getValue(),
                    jdk -> nanos(jdk, row.getKey() + "ByOne"),
                    jdk -> nanos(jdk, row.getKey() + "ByTwo"));
        }
        return table.toString();
    }

    private String inlining() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int jdk : jdks) {
            List<String> lines = new ArrayList<>();
            for (String row : figures.rows(jdk, Inlining.TABLE)) {
                lines.addAll(figures.words(jdk, Inlining.TABLE, row, Inlining.LINE));
            }
            text.append("JDK ").append(jdk).append(":\n\n```text\n");
            lines.forEach(line -> text.append(line).append('\n'));
            text.append("```\n\n");
        }
        return text.toString();
    }

    private String start() throws IOException {
        Table table = new Table(jdks, "ms", "above the same without", "classes loaded");
        for (Map.Entry<String, String> row : StartUp.LABELS.entrySet()) {
            String baseline = StartUp.baselineOf(row.getKey());
            boolean isBaseline = baseline.equals(row.getKey());
            table.row(
                    row.getValue(),
                    jdk -> number("%,.0f", median(jdk, StartUp.TABLE, row.getKey(), StartUp.MILLIS)),
                    jdk -> isBaseline
                            ? ""
                            : number(
                                    "%,.0f",
                                    figures.medianMore(jdk, StartUp.TABLE, row.getKey(), baseline, StartUp.MILLIS)),
                    jdk -> number("%,.0f", median(jdk, StartUp.TABLE, row.getKey(), StartUp.CLASSES)));
        }
        return table.toString();
    }

    private String loading() throws IOException {
        Table table =
                new Table(jdks, "until `main` [ms]", "15,000 classes [ms]", "more", "CPU of the thread [ms]", "more");
        for (String row : figures.rows(jdks.get(0), Loading.TABLE)) {
            table.row(
                    row,
                    jdk -> number("%,.0f", median(jdk, Loading.TABLE, row, Loading.UNTIL_MAIN)),
                    jdk -> number("%,.0f", median(jdk, Loading.TABLE, row, Loading.WALL)),
                    jdk -> more(jdk, row, Loading.WALL_RATIO),
                    jdk -> number("%,.0f", median(jdk, Loading.TABLE, row, Loading.CPU)),
                    jdk -> more(jdk, row, Loading.CPU_RATIO));
        }
        return table.toString();
    }

    private String more(int jdk, String row, String column) throws IOException {
        return row.equals(Loading.NONE) ? "" : number("%+.1f %%", 100 * (median(jdk, Loading.TABLE, row, column) - 1));
    }

    private String atRest() throws IOException {
        Table table = new Table(jdks, "MiB", "more");
        for (String row : figures.rows(jdks.get(0), Memory.AT_REST)) {
            table.row(
                    row,
                    jdk -> number("%.1f", median(jdk, Memory.AT_REST, row, Memory.MEBIBYTES)),
                    jdk -> row.equals(Memory.NONE)
                            ? ""
                            : number(
                                    "%.1f",
                                    median(jdk, Memory.AT_REST, row, Memory.MEBIBYTES)
                                            - median(jdk, Memory.AT_REST, Memory.NONE, Memory.MEBIBYTES)));
        }
        return table.toString();
    }

    private String perMethod() throws IOException {
        Table table = new Table(jdks, "methods", "heap [B each]", "Metaspace [B each]");
        table.row(
                "woven, with MBeans",
                jdk -> number("%,.0f", median(jdk, Memory.PER_METHOD, Memory.WOVEN, Memory.METHODS)),
                jdk -> number("%,.0f", Memory.perMethod(figures, jdk, Memory.HEAP)),
                jdk -> number("%,.0f", Memory.perMethod(figures, jdk, Memory.METASPACE)));
        return table.toString();
    }

    private String reload() throws IOException {
        Table table = new Table(jdks, "ms", "longest pause [ms]", "longest to redefine classes [ms]");
        List<String> rows = new ArrayList<>(Reload.CHANGES);
        rows.add(Reload.BEFORE);
        rows.add(Reload.ONE_CLASS);
        for (String row : rows) {
            table.row(
                    row,
                    jdk -> number("%,.0f", median(jdk, Reload.TABLE, row, Reload.MILLIS)),
                    jdk -> number("%.1f", median(jdk, Reload.TABLE, row, Reload.PAUSE)),
                    jdk -> number("%.1f", median(jdk, Reload.TABLE, row, Reload.REDEFINITION)));
        }
        return table.toString();
    }

    private String machine() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int jdk : jdks) {
            text.append("- JDK ").append(jdk).append(": ");
            text.append(last(figures.words(jdk, Machine.TABLE, Machine.JVM, Machine.WORD)))
                    .append('\n');
        }
        int newest = jdks.get(jdks.size() - 1);
        text.append("- ")
                .append(last(figures.words(newest, Machine.TABLE, Machine.SHAPE, Machine.WORD)))
                .append('\n');
        text.append("- Peers:");
        String separator = " ";
        for (String artifact : List.of(
                "spring-core",
                "resilience4j-retry",
                "failsafe",
                "smallrye-fault-tolerance-standalone",
                "spring-retry",
                "aspectjweaver")) {
            text.append(separator).append(artifact).append(' ').append(Machine.release(artifact));
            separator = ", ";
        }
        return text.append('\n').toString();
    }

    private static String last(List<String> words) {
        return words.get(words.size() - 1);
    }

    private void plot(Map<String, String> rows, String table, String column, String title, Path file)
            throws IOException {
        int jdk = jdks.get(jdks.size() - 1);
        BarChart chart = new BarChart(title + ", JDK " + jdk);
        for (Map.Entry<String, String> row : rows.entrySet()) {
            double value = median(jdk, table, row.getKey(), column);
            if (!Double.isNaN(value)) {
                chart.bar(row.getValue(), value);
            }
        }
        Files.writeString(file, chart.svg());
    }

    private double median(int jdk, String table, String row, String column) throws IOException {
        return figures.median(jdk, table, row, column);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }
}
