package io.datapunk.retry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks, each in JVMs that have the agent; takes JMH's own options. */
public final class Main {

    private static final String RULES = """
            version: 1
            rules:
              - name: benchmark
                match: {class: 'io.datapunk.retry.benchmarks.CallBenchmark$WovenService'}
                backoff: {strategy: fixed, delay: 0ms, jitter: none}
                budget: off
              - name: guarded
                match: {class: 'io.datapunk.retry.benchmarks.CallBenchmark$Guarded'}
                circuit-breaker: {window: 100 calls}
              - name: timed
                match: {class: 'io.datapunk.retry.benchmarks.CallBenchmark$Timed'}
                timeout: 10s
            """;

    private Main() {}

    /** Needs the system property {@code datapunk.agent.jar}. */
    public static void main(String[] arguments) throws IOException, RunnerException, CommandLineOptionException {
        Path rules = Files.createTempFile("benchmark-rules", ".yml");
        Files.writeString(rules, RULES);
        String agent = "-javaagent:" + System.getProperty("datapunk.agent.jar") + "=rules=" + rules;
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments))
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend(agent)
                        .build())
                .run();
    }
}
