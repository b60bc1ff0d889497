package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where {@code docs/warnings.md} says to put a rule, each attempt has a transaction of its own, whatever the Spring.
 */
class TransactionsIT {

    private static final String RULES = """
            version: 1
            rules:
              - name: transactions
                match: {class: %s, method: %s}
                retry-on: [java.io.IOException]
                max-attempts: 2
                backoff: {strategy: fixed, delay: 1ms}
                budget: off
            """;

    private static final String INTERCEPTOR = "org.springframework.transaction.interceptor.TransactionInterceptor";

    @TempDir
    private Path temp;

    @OnFewJdks
    void aRuleOnTheInterceptorBeginsANewTransaction(TestJdk jdk) throws IOException {
        for (Path[] spring : ProxiesIT.springsOf(jdk)) {
            assertBookedInASecondTransaction(jdk, spring, "class", RULES.formatted(INTERCEPTOR, "invoke"));
            assertBookedInASecondTransaction(jdk, spring, "interface", RULES.formatted(INTERCEPTOR, "invoke"));
        }
    }

    @OnFewJdks
    void soDoesARuleOnTheGeneratedClass(TestJdk jdk) throws IOException {
        for (Path[] spring : ProxiesIT.springsOf(jdk)) {
            String rules = RULES.formatted("com.acme.legacy.proxied.Orders$$*", "book");
            assertBookedInASecondTransaction(jdk, spring, "class", rules);
        }
    }

    private void assertBookedInASecondTransaction(TestJdk jdk, Path[] spring, String kind, String rules)
            throws IOException {
        ProcessResult run = ForkedJvm.on(jdk)
                .jvm("-Dexpected=1")
                .agent("rules=" + Files.writeString(temp.resolve("rules.yml"), rules))
                .classPath(spring)
                .run("com.acme.legacy.proxied.Proxied", kind);

        assertThat(run.succeeded().outLines())
                .as("%s, %s: %s", spring[1], kind, run)
                .startsWith("book: booked, attempts 2", "transactions 2");
    }
}
