package io.datapunk.retry.agent.rules;

import static io.datapunk.retry.agent.rules.RulesText.problems;
import static io.datapunk.retry.agent.rules.RulesText.read;
import static io.datapunk.retry.agent.rules.RulesText.ruleWith;
import static io.datapunk.retry.agent.rules.RulesText.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.datapunk.retry.agent.rules.syntax.RuleProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are right each by itself and make no sense together are told, and a rule can say that they are meant. */
class ProportionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    wait-past-timeout      | timeout: 100ms, backoff: {delay: 1s}
                    wait-past-timeout      | timeout: 1s, backoff: {strategy: fixed, delay: 1250ms}
                    wait-past-timeout      | timeout: 5s, max-attempts: 10, backoff: {strategy: fixed, delay: 1s}
                    wait-past-timeout      | timeout: 5s, max-attempts: 7, backoff: {delay: 100ms, jitter: none}
                    wait-past-timeout      | timeout: 5s, backoff: {delay: 100ms, max-delay: 30s}
                    wait-past-timeout      | timeout: 4s, backoff: {strategy: schedule, delays: [1s, 2s, 3s]}, max-attempts: 4
                    wait-past-timeout      | timeout: 1s, backoff: {strategy: random, delay: 100ms, max-delay: 3s}
                    wait-past-timeout      | timeout: 1s, max-attempts: unlimited, backoff: {strategy: fixed, delay: 2s}
                    attempt-past-timeout   | timeout: 5s, attempt-timeout: 5s
                    attempt-past-timeout   | timeout: 5s, attempt-timeout: 4950ms
                    hint-past-max-delay    | delay-hint: true, backoff: {delay: 100ms, max-delay: 500ms}
                    budget-too-small       | budget: {ratio: 1%, min-per-second: 0}
                    budget-too-small       | budget: {ratio: 0%, min-per-second: 0.1}
                    budget-too-small       | budget: {ratio: 5%, min-per-second: 1}, max-attempts: 4
                    budget-too-small       | max-attempts: 100, backoff: {strategy: fixed, delay: 1ms}
                    breaker-by-one-call    | max-attempts: 10, circuit-breaker: {}
                    breaker-by-one-call    | max-attempts: 3, circuit-breaker: {minimum-calls: 3, failure-rate: 100%}
                    breaker-by-one-call    | circuit-breaker: {window: 10 calls, minimum-calls: 10, failure-rate: 30%}
                    breaker-by-one-call    | circuit-breaker: {}, max-attempts: unlimited, timeout: 1h
                    open-for-too-short     | circuit-breaker: {open-for: 500ms}, backoff: {strategy: fixed, delay: 1s}
                    open-for-too-short     | circuit-breaker: {open-for: 1s}, backoff: {strategy: fixed, delay: 1s}
                    """)
    void areToldWhereTheyMakeNoSense(String id, String values) {
        String rule = rule(values);

        assertThat(read(rule).warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.warning()).isEqualTo(id);
            assertThat(warning.rule()).isEqualTo("a");
            assertThat(warning.toString())
                    .startsWith("f.yml:")
                    .contains(": rules[0]")
                    .endsWith(" [" + id + "]");
        });
        assertThat(warnings(rule(values + ", accept-warnings: [" + id + "]")))
                .as("accepted")
                .isEmpty();
        assertThat(warnings(rule(values + ", mode: off"))).as("switched off").isEmpty();
    }

    private static String rule(String values) {
        return "version: 1\nrules:\n  - {name: a, match: {class: com.acme.A}, " + values + "}\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    timeout: 10s
                    timeout: 1s, max-attempts: unlimited
                    timeout: 5s, attempt-timeout: 2s
                    timeout: 5s, backoff: {delay: 100ms, max-delay: 5s}
                    timeout: 1s, max-attempts: 1
                    delay-hint: true, backoff: {max-delay: 1s}
                    budget: {ratio: 20%, min-per-second: 0}
                    budget: off, max-attempts: 1000, backoff: {strategy: fixed, delay: 1ms}
                    budget: {ratio: 5%, min-per-second: 1}, max-attempts: 3, backoff: {strategy: fixed, delay: 2s}
                    max-attempts: 9, circuit-breaker: {}
                    max-attempts: 1, circuit-breaker: {minimum-calls: 1}
                    max-attempts: 2, circuit-breaker: {minimum-calls: 3, failure-rate: 100%}
                    circuit-breaker: {open-for: 2s}, backoff: {strategy: fixed, delay: 1s}
                    timeout: 1s, backoff: {strategy: custom, class: a.B}
                    """)
    void areNotToldWhereTheyDo(String values) {
        assertThat(warnings(rule(values))).isEmpty();
    }

    @Test
    void aBreakerBeforeAClientOfManyHostsIsTold() {
        String text = """
                version: 1
                circuit-breakers: {shared: {}}
                rules:
                  - {name: a, match: {class: org.apache.http.impl.client.CloseableHttpClient}, circuit-breaker: shared}
                  - {name: b, match: {subtype-of: okhttp3.Call, method: execute}, circuit-breaker: {}}
                  - {name: c, match: {class: com.acme.PaymentClient}, circuit-breaker: shared}
                """;

        assertThat(read(text).warnings())
                .extracting(RuleProblem::rule, RuleProblem::warning)
                .containsExactly(tuple("a", "breaker-for-many-hosts"), tuple("b", "breaker-for-many-hosts"));
    }

    @Test
    void aLogHasOneLineForEachRule() {
        String text = """
                version: 1
                budgets: {idle: {}, idle2: {}}
                rules:
                  - {name: a, match: {class: A}, timeout: 50ms, max-attempts: 20, circuit-breaker: {open-for: 10ms}}
                  - {name: b, match: {class: B}, timeout: 50ms}
                """;

        assertThat(read(text).warnings()).hasSize(6);
        assertThat(read(text).warningLines())
                .hasSize(4)
                .anyMatch(line -> line.contains("[wait-past-timeout]; f.yml:4:")
                        && line.contains("[breaker-by-one-call]")
                        && line.contains("[open-for-too-short]"));
    }

    @Test
    void defaultsMayAcceptForAllRulesAndARuleForItself() {
        String text = """
                version: 1
                defaults: {timeout: 50ms, accept-warnings: wait-past-timeout}
                rules:
                  - {name: a, match: {class: A}}
                  - {name: b, match: {class: B}, accept-warnings: []}
                  - {name: c, match: {class: C}, accept-warnings: [catch-all]}
                """;

        // The value of the defaults is at one place, and told of it once.
        assertThat(read(text).warnings()).extracting(RuleProblem::rule).containsExactly("b");
        assertThat(read(text).rules().get(0).acceptedWarnings()).containsExactly("wait-past-timeout");
        assertThat(read(text).rules().get(1).acceptedWarnings()).isEmpty();
    }

    @Test
    void anIdThatDoesNotExistIsAnErrorWithTheNearest() {
        assertThat(problems(ruleWith("accept-warnings: [in-transactoin]")))
                .containsExactly(
                        "f.yml:5:23: rules[0].accept-warnings[0]: found \"in-transactoin\", expected the id of a"
                                + " warning; did you mean \"in-transaction\"?");
        assertThat(problems(ruleWith("accept-warnings: everything")))
                .singleElement()
                .asString()
                .contains("expected the id of a warning: never-retried, ", "eager-publisher");
    }
}
