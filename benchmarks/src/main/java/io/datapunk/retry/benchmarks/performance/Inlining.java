package io.datapunk.retry.benchmarks.performance;

import io.datapunk.retry.benchmarks.Services;
import io.datapunk.retry.benchmarks.probe.HotCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the JIT's last tier says of the calls in a woven method. */
final class Inlining {
    static final String TABLE = "inlining";
    static final String LINE = "line";

    private Inlining() {}

    static void measure(Jdk jdk, Agents agents, Figures figures) throws IOException, InterruptedException {
        String rules =
                "version: 1\nrules:\n  - {name: hot, match: {class: '" + Services.Defaults.class.getName() + "'}}\n";
        List<String> options = new ArrayList<>(agents.withRules("hot.yml", rules, ""));
        String method = Services.Defaults.class.getName() + "::call";
        options.addAll(List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=dontinline," + method,
                "-XX:CompileCommand=PrintInlining," + method,
                "-XX:-BackgroundCompilation",
                "-XX:-TieredCompilation"));
        String output = new ForkedJvm(jdk, options, HotCall.class).run().output();
        for (String line : output.split("\n")) {
            if (line.contains(" @ ")) {
                figures.add(jdk, TABLE, HotCall.class.getSimpleName(), LINE, line.stripTrailing());
            }
        }
    }
}
