package io.datapunk.retry.benchmarks.performance;

import io.datapunk.retry.benchmarks.Main;
import java.io.IOException;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Single calls, by JMH: the agent, the loop by hand and the peers. */
final class Calls {
    static final String TABLE = "calls";
    static final String NANOS = "ns";
    static final String BYTES = "B";
    private static final int FORKS = 1;
    private static final int WARMUPS = 8;
    private static final TimeValue WARMUP = TimeValue.milliseconds(300);
    private static final int ITERATIONS = 15;
    private static final TimeValue ITERATION = TimeValue.milliseconds(100);

    private Calls() {}

    static void measure(Jdk jdk, Agents agents, Figures figures) throws IOException, RunnerException {
        Options options = new OptionsBuilder()
                .jvm(jdk.java())
                .forks(FORKS)
                .warmupIterations(WARMUPS)
                .warmupTime(WARMUP)
                .measurementIterations(ITERATIONS)
                .measurementTime(ITERATION)
                .shouldFailOnError(true)
                .build();
        for (RunResult run : Main.run(agents.jar(), options)) {
            String row = row(run.getParams());
            for (BenchmarkResult fork : run.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    figures.add(
                            jdk, TABLE, row, NANOS, iteration.getPrimaryResult().getScore());
                }
            }
            Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
            figures.add(jdk, TABLE, row, BYTES, allocated.getScore());
        }
    }

    /** {@code method}, or {@code method PEER}. */
    private static String row(BenchmarkParams params) {
        String benchmark = params.getBenchmark();
        String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        return params.getParamsKeys().isEmpty() ? method : method + " " + params.getParam("name");
    }
}
