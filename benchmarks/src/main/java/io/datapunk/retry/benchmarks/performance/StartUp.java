package io.datapunk.retry.benchmarks.performance;

import io.datapunk.retry.benchmarks.probe.Hello;
import io.datapunk.retry.benchmarks.probe.HelloService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whole runs of a small program, with and without agents, in alternation. */
final class StartUp {
    static final String TABLE = "start";
    static final String MILLIS = "ms";
    static final String CLASSES = "classes";
    static final String NONE = "none";
    static final String OURS = "datapunk-retry";
    static final String BYTEMAN = "byteman";
    static final String ASPECTJ = "aspectj";
    static final String SERVICE = "service";
    static final String WOVEN = "woven";
    static final String NONE_ARCHIVED = "none-archived";
    static final String ARCHIVED = "archived";
    static final String IDLE = "idle";
    private static final String OPEN_TELEMETRY = "opentelemetry";

    /** How the report names them. */
    static final Map<String, String> LABELS = new LinkedHashMap<>();

    static {
        LABELS.put(NONE, "no agent");
        LABELS.put(IDLE, "an agent that does nothing");
        LABELS.put(OURS, "datapunk-retry, the repository's rules, no match");
        LABELS.put(BYTEMAN, "Byteman, one rule, no match");
        LABELS.put(ASPECTJ, "AspectJ's weaver, one aspect, no match");
        LABELS.put(OPEN_TELEMETRY, "OpenTelemetry, no exporter");
        LABELS.put(SERVICE, "no agent, a class with a method to be retried");
        LABELS.put(WOVEN, "datapunk-retry, the same class woven");
        LABELS.put(NONE_ARCHIVED, "no agent, AOT cache");
        LABELS.put(ARCHIVED, "datapunk-retry, no match, AOT cache made with it");
    }

    private static final int FIRST_WITH_AOT_CACHE = 25;
    private static final int ROUNDS = 15;
    private static final int ROUNDS_OF_THE_SLOW = 3;

    private StartUp() {}

    static void measure(Jdk jdk, Agents agents, Figures figures) throws IOException, InterruptedException {
        Map<String, ForkedJvm> variants = new LinkedHashMap<>();
        variants.put(NONE, hello(jdk, agents.none()));
        variants.put(IDLE, hello(jdk, agents.idle()));
        variants.put(OURS, hello(jdk, agents.withRepositorysRules()));
        variants.put(BYTEMAN, hello(jdk, agents.byteman()));
        variants.put(ASPECTJ, hello(jdk, agents.aspectj()));
        variants.put(OPEN_TELEMETRY, hello(jdk, agents.openTelemetry()));
        String rule = "version: 1\nrules:\n  - {name: greet, match: {class: '" + HelloService.class.getName()
                + "', method: greet}}\n";
        variants.put(SERVICE, new ForkedJvm(jdk, agents.none(), HelloService.class));
        variants.put(WOVEN, new ForkedJvm(jdk, agents.withRules("greet.yml", rule, ""), HelloService.class));
        if (jdk.version() >= FIRST_WITH_AOT_CACHE) {
            variants.put(NONE_ARCHIVED, archived(jdk, agents, agents.none()));
            variants.put(ARCHIVED, archived(jdk, agents, agents.withRepositorysRules()));
        }
        for (Map.Entry<String, ForkedJvm> variant : variants.entrySet()) {
            figures.add(jdk, TABLE, variant.getKey(), CLASSES, classesLoaded(variant.getValue()));
        }
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<String, ForkedJvm> variant : variants.entrySet()) {
                if (round > ROUNDS_OF_THE_SLOW && variant.getKey().equals(OPEN_TELEMETRY)) {
                    continue;
                }
                double millis = variant.getValue().run().millis();
                if (round > 0) { // the first round warms the machine's caches
                    figures.add(jdk, TABLE, variant.getKey(), MILLIS, millis);
                }
            }
        }
    }

    private static long classesLoaded(ForkedJvm variant) throws IOException, InterruptedException {
        Path log = Files.createTempFile("classes", ".log");
        List<String> options = new ArrayList<>(variant.options());
        options.add("-Xlog:class+load:file=" + log + "::filecount=0");
        new ForkedJvm(variant.jdk(), options, variant.probe()).run();
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" source: ")).count();
        } finally {
            Files.delete(log);
        }
    }

    /** What a row is to be compared with; itself where it is a baseline. */
    static String baselineOf(String row) {
        return switch (row) {
            case SERVICE, WOVEN -> SERVICE;
            case NONE_ARCHIVED, ARCHIVED -> NONE_ARCHIVED;
            default -> NONE;
        };
    }

    /** The same with a cache of the classes that it loads. */
    private static ForkedJvm archived(Jdk jdk, Agents agents, List<String> agent)
            throws IOException, InterruptedException {
        Path jar = agents.jarOf(Hello.class); // classes in a folder are not cached
        Path cache = jar.resolveSibling(agent.isEmpty() ? "none.aot" : "agent.aot");
        List<String> options = new ArrayList<>(agent);
        // -javaagent adds the module; without it the JVM takes no cache that was made with it
        options.addAll(List.of("--add-modules=java.instrument", "-cp", jar.toString()));
        List<String> making = new ArrayList<>(options);
        making.add("-XX:AOTCacheOutput=" + cache);
        hello(jdk, making).run();
        options.add("-XX:AOTCache=" + cache);
        return hello(jdk, options);
    }

    private static ForkedJvm hello(Jdk jdk, List<String> options) {
        return new ForkedJvm(jdk, options, Hello.class);
    }
}
