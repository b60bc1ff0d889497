package io.datapunk.retry.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures all and writes {@code docs/performance.md}: {@code Performance ROOT [PART…]}. With names of parts it
 * measures those anew and takes the rest from what was measured before.
 */
public final class Performance {
    private static final List<String> PARTS = List.of(
            Calls.TABLE, Inlining.TABLE, StartUp.TABLE, Loading.TABLE, Memory.AT_REST, Memory.PER_METHOD, Reload.TABLE);

    private Performance() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, RunnerException {
        Path root = Path.of(arguments[0]);
        Path work = Files.createDirectories(root.resolve("benchmarks/target/performance"));
        Agents agents = new Agents(root, work);
        Figures figures = new Figures(work.resolve("raw.tsv"));
        List<String> named = Arrays.asList(arguments).subList(1, arguments.length);
        for (String part : named.isEmpty() ? PARTS : named) {
            for (Jdk jdk : Jdk.ofThisMachine()) {
                System.out.println("measuring: " + part + ", JDK " + jdk.version());
                figures.forget(jdk, part);
                measure(part, jdk, agents, work, figures);
                Machine.describe(jdk, figures);
            }
        }
        PerformanceReport.write(root, figures);
    }

    private static void measure(String part, Jdk jdk, Agents agents, Path work, Figures figures)
            throws IOException, InterruptedException, RunnerException {
        switch (part) {
            case Calls.TABLE -> Calls.measure(jdk, agents, figures);
            case Inlining.TABLE -> Inlining.measure(jdk, agents, figures);
            case StartUp.TABLE -> StartUp.measure(jdk, agents, figures);
            case Loading.TABLE -> Loading.measure(jdk, agents, figures);
            case Memory.AT_REST -> Memory.measureAtRest(jdk, agents, figures);
            case Memory.PER_METHOD -> Memory.measurePerMethod(jdk, agents, figures);
            case Reload.TABLE -> Reload.measure(jdk, agents, work, figures);
            case "report" -> {}
            default -> throw new IllegalArgumentException("no part " + part + ", but " + PARTS);
        }
    }
}
