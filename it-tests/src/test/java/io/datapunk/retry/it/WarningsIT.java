package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** What a start says of values that make no sense together, and what it costs where they do make sense. */
class WarningsIT {

    private static final String HELLO = "com.acme.legacy.Hello";
    private static final String LOOKS = "io.datapunk.retry.agent.rules.Proportions";

    private static final String IN_PROPORTION = """
            version: 1
            rules:
              - name: gateway
                match: {class: com.acme.legacy.PaymentClient, method: charge}
                backoff: {delay: 100ms, max-delay: 2s}
                timeout: 10s
            """;

    private static final String OUT_OF_PROPORTION = """
            version: 1
            rules:
              - name: gateway
                match: {class: com.acme.legacy.PaymentClient, method: charge}
                timeout: 50ms
                max-attempts: 12
                circuit-breaker: {}
            """;

    @TempDir
    private Path temp;

    @OnFewJdks
    void aStartTellsOfARuleInOneLineUnlessTheRuleAcceptsIt(TestJdk jdk) throws IOException {
        ProcessResult told = start(jdk, OUT_OF_PROPORTION);
        ProcessResult accepted =
                start(jdk, OUT_OF_PROPORTION + "    accept-warnings: [wait-past-timeout, breaker-by-one-call]\n");

        assertThat(warnings(told))
                .singleElement()
                .asString()
                .contains("[wait-past-timeout]; ", "[breaker-by-one-call]");
        accepted.keptStandardErrorEmpty();
    }

    @OnFewJdks
    void aStartLooksAtSuspectRulesAlone(TestJdk jdk) throws IOException {
        Set<String> plain = LoadedClasses.of(start(jdk, IN_PROPORTION).outLines().stream());
        Set<String> suspect = LoadedClasses.of(start(jdk, OUT_OF_PROPORTION).outLines().stream());

        assertThat(plain).contains(HELLO).noneMatch(name -> name.contains(".Warning") || name.equals(LOOKS));
        assertThat(suspect).contains(HELLO, LOOKS).noneMatch(LoadedClasses::isHeavy);
    }

    /** A connection that is dead stays so: only the method that takes a new one could have helped. */
    @OnFewJdks
    void theLogSaysOnceWhichOfTwoNestedRulesToKeep(TestJdk jdk) throws IOException {
        Compiled.of("Nested", """
                public class Nested {
                    static class Dao { void put() throws java.io.IOException { new Con().send(); } }
                    static class Con { void send() throws java.io.IOException { throw new java.io.IOException("dead"); } }
                    public static void main(String[] args) {
                        for (int i = 0; i < 3; i++) {
                            try {
                                new Dao().put();
                            } catch (java.io.IOException e) {
                                System.out.println(e.getMessage());
                            }
                        }
                    }
                }
                """, temp).in(temp);
        String rules = """
                version: 1
                defaults: {budget: off, backoff: {strategy: fixed, delay: 1ms}}
                rules:
                  - {name: dao, match: {class: Nested$Dao, method: put}}
                  - {name: con, match: {class: Nested$Con, method: send}}
                """;

        ProcessResult told = nested(jdk, rules);
        ProcessResult accepted =
                nested(jdk, rules.replace("method: put}", "method: put}, accept-warnings: [nested-retries]"));

        assertThat(warnings(told).stream().filter(line -> line.contains("Nested$Dao.put()")))
                .singleElement()
                .asString()
                .contains("WARN Nested$Dao.put(), rule dao: not retried, since a method below")
                .contains("give the rule dao nested: allow")
                .endsWith("[nested-retries]");
        assertThat(warnings(accepted)).noneMatch(line -> line.contains("Nested$Dao.put()"));
    }

    private ProcessResult nested(TestJdk jdk, String rules) throws IOException {
        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + Files.writeString(temp.resolve("rules.yml"), rules))
                .classPath(temp)
                .run("Nested");
        assertThat(ended.succeeded().outLines()).containsExactly("dead", "dead", "dead");
        return ended;
    }

    private ProcessResult start(TestJdk jdk, String rules) throws IOException {
        return ForkedJvm.on(jdk)
                .agent("rules=" + Files.writeString(temp.resolve("rules.yml"), rules))
                .jvm("-verbose:class")
                .classPath(BuildArtifacts.FIXTURE)
                .run(HELLO)
                .succeeded();
    }

    private static List<String> warnings(ProcessResult ended) {
        return ended.err().lines().filter(line -> line.contains(" WARN ")).toList();
    }
}
