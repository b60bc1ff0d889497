package io.datapunk.retry.benchmarks.performance;

import io.datapunk.retry.benchmarks.probe.ClassLoading;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** 15,000 classes loaded under rules of which none matches, each run after one without agent. */
final class Loading {
    static final String TABLE = "loading";
    static final String UNTIL_MAIN = "until main";
    static final String WALL = "wall";
    static final String CPU = "cpu";

    /** To a run without agent right before: the machine's speed changes within a minute. */
    static final String WALL_RATIO = "wall, to no agent";

    static final String CPU_RATIO = "cpu, to no agent";
    static final String NONE = "no agent";
    static final String IDLE = "an agent that does nothing";
    private static final int ROUNDS = 7;

    private Loading() {}

    static void measure(Jdk jdk, Agents agents, Figures figures) throws IOException, InterruptedException {
        Map<String, List<String>> variants = new LinkedHashMap<>();
        variants.put(IDLE, agents.idle());
        variants.put("10 rules", agents.withRules("rules-10.yml", GeneratedRules.byName(10), ""));
        variants.put("1,000 rules", agents.withRules("rules-1000.yml", GeneratedRules.byName(1_000), ""));
        variants.put("5,000 rules", agents.withRules("rules-5000.yml", GeneratedRules.byName(5_000), ""));
        variants.put(
                "10 rules by supertype and annotation",
                agents.withRules("rules-hierarchy.yml", GeneratedRules.byHierarchy(10, "call"), ""));
        variants.put(
                "the same, but for any method",
                agents.withRules("rules-any-method.yml", GeneratedRules.byHierarchy(10, "*"), ""));
        String jars = ForkedJvm.classPath(agents.jarsOfManyClasses());
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
                double[] without = load(jdk, agents.none(), jars);
                double[] with = load(jdk, variant.getValue(), jars);
                if (round > 0) { // the first round warms the machine's caches
                    add(figures, jdk, NONE, without);
                    add(figures, jdk, variant.getKey(), with);
                    figures.add(jdk, TABLE, variant.getKey(), WALL_RATIO, with[1] / without[1]);
                    figures.add(jdk, TABLE, variant.getKey(), CPU_RATIO, with[2] / without[2]);
                }
            }
        }
    }

    private static double[] load(Jdk jdk, List<String> options, String jars) throws IOException, InterruptedException {
        return new ForkedJvm(jdk, options, ClassLoading.class, String.valueOf(System.currentTimeMillis()), jars)
                .run()
                .numbers();
    }

    private static void add(Figures figures, Jdk jdk, String row, double[] seen) throws IOException {
        figures.add(jdk, TABLE, row, UNTIL_MAIN, seen[0]);
        figures.add(jdk, TABLE, row, WALL, seen[1]);
        figures.add(jdk, TABLE, row, CPU, seen[2]);
    }
}
