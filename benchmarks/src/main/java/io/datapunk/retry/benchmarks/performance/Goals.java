package io.datapunk.retry.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is to be reached, beside what was measured. */
final class Goals {
    private final Path agentJar;
    private final Figures figures;

    Goals(Path agentJar, Figures figures) {
        this.agentJar = agentJar;
        this.figures = figures;
    }

    /** One line of the table: a figure that must not be above a limit. */
    private record Goal(String what, String reach, String unit, double limit, Measured measured) {}

    private static String text(double value, Goal goal) {
        return String.format(Locale.ROOT, "%.1f %s", value, goal.unit)
                + (value <= goal.limit ? "" : ", **not reached**");
    }

    /** Where a figure comes from; not a number where it was not measured. */
    @FunctionalInterface
    private interface Measured {
        double on(int jdk) throws IOException;
    }

    String table() throws IOException {
        List<Integer> jdks = figures.jdks();
        StringBuilder table = new StringBuilder("| | to reach |");
        jdks.forEach(jdk -> table.append(" JDK ").append(jdk).append(" |"));
        table.append("\n|---|---|").append("---|".repeat(jdks.size())).append('\n');
        for (Goal goal : goals()) {
            table.append("| ")
                    .append(goal.what)
                    .append(" | ")
                    .append(goal.reach)
                    .append(" |");
            for (int jdk : jdks) {
                double value = goal.measured.on(jdk);
                table.append(' ');
                if (Double.isNaN(value)) {
                    table.append("not measured");
                } else {
                    table.append(Noise.orText(
                            value, goal.unit.equals("ns") ? calls(jdk, "plain") : 0, figure -> text(figure, goal)));
                }
                table.append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    private List<Goal> goals() throws IOException {
        List<Goal> goals = new ArrayList<>();
        goals.add(nanos(
                "call that succeeds, above the plain call", 3.5, jdk -> calls(jdk, "woven") - calls(jdk, "plain")));
        goals.add(limit("a LongAdder alone in its place", "ns", jdk -> calls(jdk, "counted") - calls(jdk, "plain")));
        goals.add(new Goal("the same, allocated", "0 B", "B", 0.5, jdk -> allocated(jdk, "woven")));
        goals.add(nanos(
                "with timeout, above the same and a reading of the clock",
                1,
                jdk -> calls(jdk, "wovenWithTimeout") - calls(jdk, "woven") - calls(jdk, "clock")));
        goals.add(nanos(
                "with circuit breaker over 100 calls, above the plain call",
                20,
                jdk -> calls(jdk, "wovenWithBreaker") - calls(jdk, "plain")));
        goals.add(new Goal("the same, allocated", "0 B", "B", 0.5, jdk -> allocated(jdk, "wovenWithBreaker")));
        goals.add(nanos(
                "one failure, then success, above the loop by hand",
                60,
                jdk -> calls(jdk, "failOnceWoven") - calls(jdk, "failOnceByHand")));
        goals.add(new Goal(
                "two threads on one method, time of a call to that of one thread",
                "as the plain call",
                "×",
                1.25,
                jdk -> (calls(jdk, "wovenByTwo") / calls(jdk, "wovenByOne"))
                        / (calls(jdk, "plainByTwo") / calls(jdk, "plainByOne"))));
        goals.add(millis("Hello, no match, above no agent", 100, jdk -> started(jdk, StartUp.OURS, StartUp.NONE)));
        goals.add(limit(
                "of that, what an agent that does nothing takes",
                "ms",
                jdk -> started(jdk, StartUp.IDLE, StartUp.NONE)));
        goals.add(new Goal(
                "no match, to Byteman's",
                "below",
                "×",
                1,
                jdk -> started(jdk, StartUp.OURS, StartUp.NONE) / started(jdk, StartUp.BYTEMAN, StartUp.NONE)));
        goals.add(new Goal(
                "the same, to that of AspectJ's weaver",
                "below",
                "×",
                1,
                jdk -> started(jdk, StartUp.OURS, StartUp.NONE) / started(jdk, StartUp.ASPECTJ, StartUp.NONE)));
        goals.add(millis(
                "Hello, first class woven, above no agent", 200, jdk -> started(jdk, StartUp.WOVEN, StartUp.SERVICE)));
        goals.add(limit("15,000 classes loaded, an agent that does nothing", "%", jdk -> loaded(jdk, Loading.IDLE)));
        goals.add(loading("the same, 10 rules", 3, "10 rules"));
        goals.add(loading("the same, 5,000 rules", 3, "5,000 rules"));
        goals.add(loading("the same, rules by supertype and annotation", 10, "10 rules by supertype and annotation"));
        goals.add(new Goal(
                "memory at rest, above no agent",
                "≤ 10 MiB",
                "MiB",
                10,
                jdk -> figures.median(jdk, Memory.AT_REST, Memory.OURS, Memory.MEBIBYTES)
                        - figures.median(jdk, Memory.AT_REST, Memory.NONE, Memory.MEBIBYTES)));
        goals.add(limit(
                "of that, what an agent that does nothing takes",
                "MiB",
                jdk -> figures.median(jdk, Memory.AT_REST, Memory.IDLE, Memory.MEBIBYTES)
                        - figures.median(jdk, Memory.AT_REST, Memory.NONE, Memory.MEBIBYTES)));
        goals.add(new Goal(
                "heap of a woven method, with its MBean",
                "≤ 1,024 B",
                "B",
                1024,
                jdk -> Memory.perMethod(figures, jdk, Memory.HEAP)));
        for (String change : Reload.CHANGES) {
            goals.add(millis(
                    "reload of 5,000 rules, " + change,
                    1000,
                    jdk -> figures.median(jdk, Reload.TABLE, change, Reload.MILLIS)));
            goals.add(millis(
                    "the longest pause meanwhile, the collector's included",
                    20,
                    jdk -> figures.median(jdk, Reload.TABLE, change, Reload.PAUSE)));
        }
        goals.add(limit(
                "the longest pause in the same JVM before",
                "ms",
                jdk -> figures.median(jdk, Reload.TABLE, Reload.BEFORE, Reload.PAUSE)));
        goals.add(limit(
                "the pause when an agent that does nothing has one class transformed again there",
                "ms",
                jdk -> figures.median(jdk, Reload.TABLE, Reload.ONE_CLASS, Reload.REDEFINITION)));
        double mebibytes = Files.size(agentJar) / 1048576.0;
        goals.add(new Goal("the jar", "≤ 6 MiB", "MiB", 6, jdk -> mebibytes));
        return goals;
    }

    private static Goal nanos(String what, double limit, Measured measured) {
        return new Goal(what, String.format(Locale.ROOT, "≤ %s ns", plain(limit)), "ns", limit, measured);
    }

    private static Goal millis(String what, double limit, Measured measured) {
        return new Goal(what, String.format(Locale.ROOT, "≤ %s ms", plain(limit)), "ms", limit, measured);
    }

    /** What no agent can be below: no goal, but what the goals beside it are to be read with. */
    private static Goal limit(String what, String unit, Measured measured) {
        return new Goal(what, "", unit, Double.POSITIVE_INFINITY, measured);
    }

    private Goal loading(String what, double limit, String row) {
        return new Goal(what, "≤ " + plain(limit) + " % more", "%", limit, jdk -> loaded(jdk, row));
    }

    private double loaded(int jdk, String row) throws IOException {
        return 100 * (figures.median(jdk, Loading.TABLE, row, Loading.WALL_RATIO) - 1);
    }

    private static String plain(double limit) {
        return String.format(Locale.ROOT, limit == Math.rint(limit) ? "%,.0f" : "%.1f", limit);
    }

    private double calls(int jdk, String row) throws IOException {
        return figures.median(jdk, Calls.TABLE, row, Calls.NANOS);
    }

    private double allocated(int jdk, String row) throws IOException {
        return figures.median(jdk, Calls.TABLE, row, Calls.BYTES);
    }

    private double started(int jdk, String row, String baseline) throws IOException {
        return figures.medianMore(jdk, StartUp.TABLE, row, baseline, StartUp.MILLIS);
    }
}
