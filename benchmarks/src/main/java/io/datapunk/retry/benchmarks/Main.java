package io.datapunk.retry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks, each in JVMs that have the agent; takes JMH's own options. */
public final class Main {

    private static final String RULES = """
            version: 1
            rules:
              - {name: defaults, match: {class: 'io.datapunk.retry.benchmarks.Services$Defaults'}}
              - {name: shared, match: {class: 'io.datapunk.retry.benchmarks.Services$SharedWoven'}}
              - name: failing
                match: {class: 'io.datapunk.retry.benchmarks.Services$Failing'}
                backoff: {strategy: fixed, delay: 0ms, jitter: none}
                budget: off
              - name: guarded
                match: {class: ['io.datapunk.retry.benchmarks.Services$Guarded', 'io.datapunk.retry.benchmarks.Services$SharedGuarded']}
                circuit-breaker: {window: 100 calls}
              - name: timed
                match: {class: 'io.datapunk.retry.benchmarks.Services$Timed'}
                timeout: 10s
            """;

    private Main() {}

    /** Needs the system property {@code datapunk.agent.jar}. */
    public static void main(String[] arguments) throws IOException, RunnerException, CommandLineOptionException {
        run(Path.of(System.getProperty("datapunk.agent.jar")), new CommandLineOptions(arguments));
    }

    /** What they showed, under the agent of this jar and with these options of JMH. */
    public static Collection<RunResult> run(Path agentJar, Options options) throws IOException, RunnerException {
        Path rules = Files.createTempFile("benchmark-rules", ".yml");
        Files.writeString(rules, RULES);
        try {
            return new Runner(new OptionsBuilder()
                            .parent(options)
                            .addProfiler(GCProfiler.class)
                            .jvmArgsAppend("-javaagent:" + agentJar + "=rules=" + rules)
                            .build())
                    .run();
        } finally {
            Files.delete(rules);
        }
    }
}
