package io.datapunk.retry.benchmarks.performance;

import io.datapunk.retry.benchmarks.probe.Resting;
import io.datapunk.retry.benchmarks.probe.WovenMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is resident of a JVM that does nothing, and what woven methods take. */
final class Memory {
    static final String AT_REST = "rest";
    static final String MEBIBYTES = "MiB";
    static final String NONE = "no agent";
    static final String IDLE = "an agent that does nothing";
    static final String OURS = "datapunk-retry, the repository's rules";
    static final String PER_METHOD = "woven-memory";
    static final String WOVEN = "woven";
    static final String NOT_WOVEN = "not woven";
    static final String METHODS = "methods";
    static final String HEAP = "heap";
    static final String METASPACE = "metaspace";
    private static final int ROUNDS = 3;
    private static final int ROUNDS_PER_METHOD = 3;

    /** Until the agent has opened its JMX and all is quiet. */
    private static final int SECONDS_TO_REST = 6;

    private Memory() {}

    static void measureAtRest(Jdk jdk, Agents agents, Figures figures) throws IOException, InterruptedException {
        if (!Files.exists(Path.of("/proc/self/status"))) {
            return; // only Linux tells it without a tool
        }
        Map<String, List<String>> variants = new LinkedHashMap<>();
        variants.put(NONE, agents.none());
        variants.put(IDLE, agents.idle());
        variants.put(OURS, agents.withRepositorysRules());
        variants.put("Byteman", agents.byteman());
        variants.put("AspectJ's weaver", agents.aspectj());
        variants.put("OpenTelemetry", agents.openTelemetry());
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Process> running = new LinkedHashMap<>();
            for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
                Process process = new ForkedJvm(jdk, variant.getValue(), Resting.class).start();
                running.put(variant.getKey(), process);
                while (process.getInputStream().read() != '\n') {
                    // until it says that it is ready
                }
            }
            TimeUnit.SECONDS.sleep(SECONDS_TO_REST);
            for (Map.Entry<String, Process> process : running.entrySet()) {
                figures.add(jdk, AT_REST, process.getKey(), MEBIBYTES, residentMebibytes(process.getValue()));
                process.getValue().getOutputStream().close();
                process.getValue().waitFor();
            }
        }
    }

    private static double residentMebibytes(Process process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no VmRSS");
    }

    static void measurePerMethod(Jdk jdk, Agents agents, Figures figures) throws IOException, InterruptedException {
        String jar = agents.jarOfManyClasses("scala-library").toString();
        Map<String, String> variants = new LinkedHashMap<>();
        variants.put(NOT_WOVEN, "class: 'scalable.**'");
        variants.put(WOVEN, "class: 'scala.**'");
        for (int round = 0; round < ROUNDS_PER_METHOD; round++) {
            for (Map.Entry<String, String> variant : variants.entrySet()) {
                String rules = "version: 1\nrules:\n  - {name: all, match: {" + variant.getValue() + "}}\n";
                List<String> agent = agents.withRules("woven.yml", rules, ",log=off");
                double[] seen =
                        new ForkedJvm(jdk, agent, WovenMemory.class, jar).run().numbers();
                figures.add(jdk, PER_METHOD, variant.getKey(), METHODS, seen[0]);
                figures.add(jdk, PER_METHOD, variant.getKey(), HEAP, seen[1]);
                figures.add(jdk, PER_METHOD, variant.getKey(), METASPACE, seen[2]);
            }
        }
    }

    /**
     * Bytes of one kind of memory that a woven method takes more than one that is not; not a number where not measured.
     */
    static double perMethod(Figures figures, int jdk, String pool) throws IOException {
        return (figures.median(jdk, PER_METHOD, WOVEN, pool) - figures.median(jdk, PER_METHOD, NOT_WOVEN, pool))
                / figures.median(jdk, PER_METHOD, WOVEN, METHODS);
    }
}
