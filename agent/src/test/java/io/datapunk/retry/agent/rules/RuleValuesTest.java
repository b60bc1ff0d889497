package io.datapunk.retry.agent.rules;

import static io.datapunk.retry.agent.rules.RulesText.read;
import static io.datapunk.retry.agent.rules.RulesText.rule;
import static io.datapunk.retry.agent.rules.RulesText.ruleWith;
import static io.datapunk.retry.agent.rules.RulesText.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.backoff.FixedBackoff;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.Discard;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.outcome.Verdict;
import io.datapunk.retry.policy.AsyncExecution;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.Nested;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read is what is written. */
class RuleValuesTest {

    @Test
    void hasTheContractsDefaults() {
        RetryRule rule = rule("");
        RetryPolicy policy = rule.policy();

        assertThat(policy.maxAttempts()).isEqualTo(3);
        assertThat(policy.timeoutNanos()).isZero();
        assertThat(policy.backoff()).hasToString("exponential 100ms x2.0, jitter 20.0%, max-delay 30s");
        assertThat(policy.delayHint()).isNull();
        assertThat(policy.discard()).isSameAs(Discard.CLOSE);
        assertThat(policy.onExhausted()).isSameAs(OnExhausted.RETHROW);
        assertThat(policy.nested()).isEqualTo(Nested.INNERMOST);
        assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(policy.outcomes())
                .hasToString(RetryPolicy.builder().build().outcomes().toString());
        assertThat(rule.budget().ratio()).isEqualTo(0.2);
        assertThat(rule.budget().minPerSecond()).isEqualTo(10);
        assertThat(rule.budget().name()).isNull();
        assertThat(rule.circuitBreaker()).isNull();
        assertThat(rule.customBackoff()).isNull();
        assertThat(rule.policy().attemptTimeoutNanos()).isZero();
        assertThat(rule.maxWaiting()).isEqualTo(Integer.MAX_VALUE);
        assertThat(rule.policy().asyncExecution()).isEqualTo(AsyncExecution.COMMON);
        assertThat(rule.policy().retryAfterEmission()).isFalse();
        assertThat(rule.allowSynchronized()).isFalse();
        assertThat(rule.mark()).hasToString("f.yml:3:5");
    }

    @Test
    void aRangeOfNumbersIsOneOnlyWithoutQuotes() {
        OutcomeRules ranges = rule("retry-if: [{property: intValue, in: [429, 500-504]}]\n")
                .policy()
                .outcomes();
        assertThat(verdict(ranges, 503)).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(ranges, 505)).isEqualTo(Verdict.SUCCESS);
        OutcomeRules texts = rule("retry-if: [{property: toString, in: ['500-504', 2026-11]}]\n")
                .policy()
                .outcomes();
        assertThat(verdict(texts, 503)).isEqualTo(Verdict.SUCCESS);
        assertThat(verdict(texts, "500-504")).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(texts, "2026-11")).isEqualTo(Verdict.RETRYABLE);
    }

    private static Verdict verdict(OutcomeRules rules, Object result) {
        return rules.classify(AttemptOutcome.returned(result, null, null), ErrorReporter.IGNORED);
    }

    @Test
    void readsEachKeyIntoItsOwnPlace() {
        RetryRule rule = rule("""
                max-attempts: unlimited
                timeout: 1m30s
                attempt-timeout: PT1.5S
                nested: allow
                mode: observe
                max-waiting: 7
                budget: off
                async-executor: virtual
                retry-after-emission: true
                allow-synchronized: true
                discard: keep
                delay-hint: true
                on-exhausted: wrap
                """);

        assertThat(rule.policy().maxAttempts()).isEqualTo(RetryPolicy.UNLIMITED);
        assertThat(rule.policy().timeoutNanos()).isEqualTo(90_000_000_000L);
        assertThat(rule.policy().attemptTimeoutNanos()).isEqualTo(1_500_000_000L);
        assertThat(rule.policy().nested()).isEqualTo(Nested.ALLOW);
        assertThat(rule.policy().mode()).isEqualTo(Mode.OBSERVE);
        assertThat(rule.maxWaiting()).isEqualTo(7);
        assertThat(rule.budget()).isNull();
        assertThat(rule.policy().asyncExecution()).isEqualTo(AsyncExecution.VIRTUAL);
        assertThat(rule.policy().retryAfterEmission()).isTrue();
        assertThat(rule.allowSynchronized()).isTrue();
        assertThat(rule.policy().discard()).isSameAs(Discard.KEEP);
        assertThat(rule.policy().delayHint()).isNotNull();
        assertThat(rule.policy().onExhausted()).isSameAs(OnExhausted.WRAP);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {strategy: fixed, delay: 2s}                          | fixed 2s, jitter 20.0%, max-delay 30s
                    {strategy: fixed, delay: 40s}                         | fixed 40s, jitter 20.0%, max-delay 40s
                    {strategy: fixed, jitter: none}                       | fixed 100ms, jitter none, max-delay 30s
                    {strategy: linear, delay: 1s}                         | linear 1s +1s, jitter 20.0%, max-delay 30s
                    {strategy: linear, delay: 1s, increment: 5s}          | linear 1s +5s, jitter 20.0%, max-delay 30s
                    {multiplier: 1.5, max-delay: 5s, jitter: full}        | exponential 100ms x1.5, jitter full, max-delay 5s
                    {strategy: fibonacci, jitter: equal}                  | fibonacci 100ms, jitter equal, max-delay 30s
                    {strategy: random, delay: 1s, max-delay: 4s}          | random 1s to 4s, jitter none, max-delay 4s
                    {strategy: decorrelated, delay: 1s}                   | decorrelated 1s, jitter none, max-delay 30s
                    {strategy: schedule, delays: [1s, 50s]}               | schedule 1s 50s, jitter 20.0%, max-delay 50s
                    """)
    void readsBackoff(String written, String plan) {
        assertThat(rule("backoff: " + written).policy().backoff()).hasToString(plan);
    }

    @Test
    void keepsCustomBackoffForLater() {
        CustomBackoffSpec custom = rule("""
                        backoff:
                          strategy: custom
                          class: com.acme.Slow
                          jar: lib/slow.jar
                          parameters: {factor: 2, label: "2", exact: 1.5, nothing: ~}
                          max-delay: 5s
                        """).customBackoff();

        assertThat(custom.className()).isEqualTo("com.acme.Slow");
        assertThat(custom.jar()).isEqualTo("lib/slow.jar");
        assertThat(custom.parameters())
                .containsEntry("factor", 2L)
                .containsEntry("label", "2")
                .containsEntry("exact", 1.5)
                .containsEntry("nothing", null);
        assertThat(custom.plan(new FixedBackoff(1))).hasToString("fixed 1ns, jitter none, max-delay 5s");
    }

    @Test
    void readsBreakersInlineAndByName() {
        String text = """
                version: 1
                circuit-breakers:
                  named: {failure-rate: 12.5%, window: 60s, minimum-calls: 200, open-for: 1m, half-open-calls: 5}
                budgets:
                  shared: {ratio: 5%, min-per-second: 0.5}
                rules:
                  - {name: a, match: {class: A}, circuit-breaker: named, budget: shared}
                  - {name: b, match: {class: B}, circuit-breaker: {slow-call: 2s, slow-call-rate: 80%, window: 10 calls}}
                """;
        BreakerSpec named = read(text).rules().get(0).circuitBreaker();
        BreakerSpec inline = read(text).rules().get(1).circuitBreaker();

        assertThat(named.name()).isEqualTo("named");
        assertThat(named.settings().failureRate()).isEqualTo(0.125);
        assertThat(named.settings().windowNanos()).isEqualTo(60_000_000_000L);
        assertThat(named.settings().windowCalls()).isZero();
        assertThat(named.settings().minimumCalls()).isEqualTo(200);
        assertThat(inline.name()).isNull();
        assertThat(inline.settings().slowCallNanos()).isEqualTo(2_000_000_000L);
        assertThat(inline.settings().slowCallRate()).isEqualTo(0.8);
        assertThat(inline.settings().minimumCalls())
                .as("default, but never above the window")
                .isEqualTo(10);
        assertThat(inline.settings().openForNanos()).isEqualTo(30_000_000_000L);
        assertThat(read(text).rules().get(0).budget().name()).isEqualTo("shared");
        assertThat(read(text).rules().get(0).budget().minPerSecond()).isEqualTo(0.5);
    }

    @Test
    void readsReturnedValuesAsYamlMeansThem() {
        assertThat(returned("~")).isNull();
        assertThat(returned("-1")).isEqualTo(-1L);
        assertThat(returned("no")).isEqualTo("no");
        assertThat(returned("\"7\"")).isEqualTo("7");
        assertThat(returned("[]")).isEqualTo(List.of());
        assertThat(returned("{}")).isEqualTo(Collections.emptyMap());
    }

    private static Object returned(String value) {
        OnExhausted read =
                rule("on-exhausted: {return: " + value + "}").policy().onExhausted();
        assertThat(read.returnsValue()).isTrue();
        return read.value();
    }

    @Test
    void defaultsGiveWayAsAWhole() {
        RuleSet rules = read("""
                version: 1
                defaults:
                  max-attempts: 7
                  timeout: 9s
                  backoff: {strategy: fixed, delay: 5s, jitter: none}
                rules:
                  - {name: a, match: {class: A}}
                  - {name: b, match: {class: B}, max-attempts: 2, backoff: {jitter: full}}
                """);
        RetryPolicy inherits = rules.rules().get(0).policy();
        RetryPolicy own = rules.rules().get(1).policy();

        assertThat(inherits.maxAttempts()).isEqualTo(7);
        assertThat(inherits.backoff()).hasToString("fixed 5s, jitter none, max-delay 30s");
        assertThat(own.maxAttempts()).isEqualTo(2);
        assertThat(own.timeoutNanos()).isEqualTo(9_000_000_000L);
        assertThat(own.backoff()).hasToString("exponential 100ms x2.0, jitter full, max-delay 30s");
    }

    @Test
    void combinationsWithDefaultsAreToldWhereTheRuleIs() {
        String defaults = "version: 1\ndefaults: {max-attempts: unlimited, attempt-timeout: 5s}\nrules:\n";

        assertThat(RulesText.problems(
                        defaults + "  - {name: a, match: {class: A}}\n  - {name: b, match: {class: A}, timeout: 1s}\n"))
                .containsExactly(
                        "f.yml:4:5: rules[0]: max-attempts is unlimited by defaults and timeout is not set: give a timeout,"
                                + " or 1 to 1000 attempts",
                        "f.yml:5:43: rules[1].timeout: attempt-timeout 5s is above timeout 1s");
    }

    @Test
    void warnsOfWhatLooksLikeAMistake() {
        String text = """
                version: 1
                circuit-breakers: {idle: {}}
                budgets: {idle: {}}
                rules:
                  - name: a
                    match: {class: A}
                    retry-on: [java.lang.InterruptedException]
                    discard: kep
                  - {name: b, match: {class: B}, retry-on: []}
                """;

        assertThat(warnings(text))
                .containsExactly(
                        "f.yml:2:20: circuit-breakers.idle: no rule uses it [unused-name]",
                        "f.yml:3:11: budgets.idle: no rule uses it [unused-name]",
                        "f.yml:7:16: rules[0].retry-on[0]: java.lang.InterruptedException is never retried, whatever the"
                                + " rules say [never-retried]",
                        "f.yml:8:14: rules[0].discard: calls kep of the result; did you mean \"keep\"? [discard-path]",
                        "f.yml:9:44: rules[1].retry-on: retry-on is empty without retry-if: nothing is retried [nothing-retried]");
    }

    @Test
    void warnsOfRangesInQuotes() {
        assertThat(warnings(ruleWith("retry-if: [{property: getCode, in: [BUSY, 400, 500-504, \"500-504\"]}]\n"
                        + "retry-on: [{exception: a.B, property: getCode, in: '429-430'}]")))
                .containsExactly(
                        "f.yml:5:61: rules[0].retry-if[0].in[3]: \"500-504\" looks like a range of numbers, and in quotes is"
                                + " compared as a text: leave the quotes out [quoted-range]",
                        "f.yml:6:56: rules[0].retry-on[0].in: \"429-430\" looks like a range of numbers, and in quotes is"
                                + " compared as a text: leave the quotes out [quoted-range]");
    }

    @Test
    void readsEnabledAndOrder() {
        RuleSet rules = read(
                Map.of(
                        "f.yml",
                        "version: 1\nenabled: false\nrules:\n  - {name: b, match: {class: A}}\n  - {name: a, match: {class: A}}\n"));

        assertThat(rules.enabled()).isFalse();
        assertThat(rules.source()).isEqualTo("test");
        assertThat(rules.rules()).extracting(RetryRule::name).containsExactly("b", "a");
    }
}
