package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Beans behind proxies that Spring makes: the outermost is retried, and each call is counted once, for what people
 * wrote.
 */
class ProxiesIT {

    private static final String RULES = """
            version: 1
            rules:
              - name: orders
                match: {subtype-of: com.acme.legacy.proxied.OrderApi, method: [book, failFirst, recurse, cached, elsewhere, generic]}
                retry-on: [java.io.IOException]
                max-attempts: 2
                backoff: {strategy: fixed, delay: 1ms}
                budget: off
            """;

    /** The same through each kind of proxy, of each Spring. */
    private static final List<String> GOT = List.of(
            "book: booked, attempts 2",
            "transactions 2",
            "sibling: well and well, attempts 4",
            "recursion: IOException, attempts 3",
            "two proxies: well, attempts 2",
            "cached: from the cache, attempts 0",
            "translated: well, attempts 2",
            "translated for good: IllegalStateException of IOException, attempts 2",
            "generic: 3, attempts 2",
            "no proxy: well, attempts 2",
            "elsewhere: attempts 2");

    /**
     * Calls, first try, retried, exhausted, not retryable: the sibling is called twice, and what recurses is one call
     * each.
     */
    private static final List<String> COUNTED = List.of(
            "com.acme.legacy.proxied.Orders.book() 1 0 1 0 0",
            "com.acme.legacy.proxied.Orders.elsewhere() 1 0 0 1 0",
            "com.acme.legacy.proxied.Orders.failFirst() 5 0 5 0 0",
            "com.acme.legacy.proxied.Orders.generic(java.lang.String) 1 0 1 0 0",
            "com.acme.legacy.proxied.Orders.recurse(int) 3 0 0 2 1");

    @TempDir
    Path temp;

    @OnEachJdk
    void theOutermostGovernsAndEachCallIsCountedOnce(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        for (Path[] spring : springsOf(jdk)) {
            assertGoverned(run(jdk, spring, rules, 6, "class"), "Orders");
            assertGoverned(run(jdk, spring, rules, 6, "interface"), "OrderApi");
        }
    }

    @OnFewJdks
    void rulesThatComeLaterThanTheProxiesDoTheSame(TestJdk jdk) throws IOException {
        Path comes = Files.writeString(temp.resolve("comes.yml"), RULES);
        for (String kind : List.of("class", "interface")) {
            Path rules = temp.resolve(kind + ".yml");
            ProcessResult run = run(jdk, springsOf(jdk).get(0), rules, 6, kind, rules.toString(), comes.toString());

            assertThat(run.succeeded().outLines()).as(run.toString()).startsWith(GOT.toArray(new String[0]));
        }
    }

    @OnFewJdks
    void theTargetGovernsWhereTheRuleSaysSo(TestJdk jdk) throws IOException {
        Path rules =
                Files.writeString(temp.resolve("rules.yml"), RULES.replace("match: {", "match: {proxies: target, "));
        for (String kind : List.of("class", "interface")) {
            ProcessResult run = run(jdk, springsOf(jdk).get(0), rules, 5, kind);

            assertThat(run.succeeded().outLines())
                    .as(run.toString())
                    .startsWith("book: UncheckedIOException of IOException, attempts 2", "transactions 1")
                    .contains("com.acme.legacy.proxied.Orders.book() 1 0 0 0 1", COUNTED.get(2))
                    .noneMatch(line -> line.contains("OrderApi"));
        }
    }

    private static void assertGoverned(ProcessResult run, String cachedBy) {
        List<String> expected = new ArrayList<>(GOT);
        List<String> counted = new ArrayList<>(COUNTED);
        counted.add("com.acme.legacy.proxied." + cachedBy + ".cached() 1 1 0 0 0");
        Collections.sort(counted);
        expected.addAll(counted);
        assertThat(run.succeeded().outLines()).as(run.toString()).containsExactlyElementsOf(expected);
    }

    private static ProcessResult run(TestJdk jdk, Path[] spring, Path rules, int methods, String... arguments) {
        return ForkedJvm.on(jdk)
                .jvm("-Dexpected=" + methods)
                .agent("rules=" + rules + ",reload=1s")
                .classPath(spring)
                .run(Stream.concat(Stream.of("com.acme.legacy.proxied.Proxied"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** Those that run on it, the newest first. */
    static List<Path[]> springsOf(TestJdk jdk) throws IOException {
        Path[] spring5 = BuildArtifacts.withFixture(
                "spring-aop-",
                "spring-beans-",
                "spring-context-",
                "spring-core-",
                "spring-expression-",
                "spring-jcl-",
                "spring-tx-");
        if (jdk.version() < 17) {
            return List.<Path[]>of(spring5);
        }
        Path[] spring6 = BuildArtifacts.withFixtureAnd("spring6-lib");
        return jdk.version() < 21
                ? List.of(spring6, spring5)
                : List.of(BuildArtifacts.withFixtureAnd("spring7-lib"), spring6);
    }
}
