package io.datapunk.retry.benchmarks.performance;

import io.datapunk.retry.benchmarks.probe.Reloading;
import io.datapunk.retry.benchmarks.probe.TransformingAgain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** 5,000 rules read again in a JVM with 20,000 classes, and the longest pause meanwhile. */
final class Reload {
    static final String TABLE = "reload";
    static final List<String> CHANGES = List.of("other values", "other classes, none loaded", "some classes loaded");

    /** Without any reload: what the collector takes in a JVM like that. */
    static final String BEFORE = "none, while the 20,000 classes were loaded";

    /** What the JVM takes to redefine anything. */
    static final String ONE_CLASS = "none, one class transformed again by an agent that does nothing";

    static final String MILLIS = "ms";
    static final String PAUSE = "longest pause";
    static final String REDEFINITION = "longest pause to redefine classes";
    static final String CLASSES = "classes";
    static final String METHODS = "methods";
    private static final int ROUNDS = 5;

    /** The JVM's own report of a pause of all threads, with its uptime in nanoseconds. */
    private static final Pattern SAFEPOINT = Pattern.compile("^\\[(\\d+)ns] Safepoint \"(\\w+)\".*Total:\\s*(\\d+) ns");

    private Reload() {}

    static void measure(Jdk jdk, Agents agents, Path work, Figures figures) throws IOException, InterruptedException {
        String jars = ForkedJvm.classPath(agents.jarsOfManyClasses());
        for (int round = 0; round < ROUNDS; round++) {
            Path rules = Files.writeString(work.resolve("reload.yml"), GeneratedRules.byName(5_000));
            Path log = work.resolve("safepoints.log");
            List<String> options = new ArrayList<>(agents.withRules(rules, ",reload=off,jmx-write=true,log=off"));
            options.add(logOf(log));
            double[] seen = new ForkedJvm(jdk, options, Reloading.class, jars, rules.toString(), "groovy.sql.*")
                    .run()
                    .numbers();
            figures.add(jdk, TABLE, BEFORE, PAUSE, longestPause(log, 0, seen[2], ""));
            for (int i = 0; i < CHANGES.size(); i++) {
                String change = CHANGES.get(i);
                double begin = seen[2 + 2 * i];
                double millis = seen[3 + 2 * i];
                figures.add(jdk, TABLE, change, MILLIS, millis);
                figures.add(jdk, TABLE, change, PAUSE, longestPause(log, begin, begin + millis, ""));
                figures.add(
                        jdk, TABLE, change, REDEFINITION, longestPause(log, begin, begin + millis, "RedefineClasses"));
                figures.add(jdk, TABLE, change, CLASSES, seen[0]);
                figures.add(jdk, TABLE, change, METHODS, seen[1]);
            }
            measureOneClass(jdk, agents, work, figures, jars);
        }
    }

    private static void measureOneClass(Jdk jdk, Agents agents, Path work, Figures figures, String jars)
            throws IOException, InterruptedException {
        Path log = work.resolve("safepoints.log");
        List<String> options = new ArrayList<>(agents.idle());
        options.add(logOf(log));
        double[] seen = new ForkedJvm(jdk, options, TransformingAgain.class, jars, "groovy.sql.Sql")
                .run()
                .numbers();
        double ended = seen[0] + seen[1];
        figures.add(jdk, TABLE, ONE_CLASS, MILLIS, seen[1]);
        figures.add(jdk, TABLE, ONE_CLASS, PAUSE, longestPause(log, seen[0], ended, ""));
        figures.add(jdk, TABLE, ONE_CLASS, REDEFINITION, longestPause(log, seen[0], ended, "RedefineClasses"));
    }

    private static String logOf(Path log) {
        return "-Xlog:safepoint:file=" + log + ":uptimenanos:filecount=0";
    }

    /** In milliseconds, of those of a name, or of all, that ended between the two times of the JVM, or just after. */
    private static double longestPause(Path log, double from, double to, String name) throws IOException {
        double longest = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher pause = SAFEPOINT.matcher(line);
            if (pause.find() && pause.group(2).startsWith(name)) {
                double ended = Long.parseLong(pause.group(1)) / 1e6;
                if (ended >= from && ended <= to + 2) {
                    longest = Math.max(longest, Long.parseLong(pause.group(3)) / 1e6);
                }
            }
        }
        return longest;
    }
}
