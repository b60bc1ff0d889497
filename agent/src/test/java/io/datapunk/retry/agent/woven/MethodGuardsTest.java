package io.datapunk.retry.agent.woven;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.inforce.RulesInForce;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.RulesException;
import io.datapunk.retry.agent.rules.RulesFiles;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.time.SystemClock;
import io.datapunk.retry.time.SystemTimer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who shares a guard, and what becomes of it when the rules change. */
class MethodGuardsTest {

    private static final String SHARED = """
            version: 1
            circuit-breakers:
              payments: {window: 10 calls, minimum-calls: 2, open-for: %s}
            budgets:
              outbound: {ratio: %s, min-per-second: 3}
            rules:
              - {name: a, match: {class: com.acme.A}, circuit-breaker: payments, budget: outbound, max-waiting: %d}
              - {name: b, match: {class: com.acme.B}, circuit-breaker: payments, budget: outbound}
              - {name: c, match: {class: com.acme.C}, circuit-breaker: {}}
              - {name: d, match: {class: com.acme.D}, budget: off}
              - {name: e, match: {class: com.acme.E}, circuit-breaker: payments, budget: outbound, mode: observe}
            """;

    private final CurrentRules current = new CurrentRules();
    private final WovenMethodRegistry registry = new WovenMethodRegistry();
    private final MethodGuards guards =
            new MethodGuards(SystemClock.INSTANCE, BreakerListener.NONE, ErrorReporter.IGNORED);
    private final SystemTimer timer = new SystemTimer("test");
    private final RetryEngine engine = RetryEngine.system(timer, ErrorReporter.IGNORED, CallResult.FAILURES);
    private final WovenMethods factory =
            new WovenMethods(current, registry, engine, guards, timer, ErrorReporter.IGNORED, WovenMethodListener.NONE);

    @Test
    void aNameIsSharedAndWhatHasNoneIsNot() throws Exception {
        List<RetryRule> rules = inForce(SHARED.formatted("30s", "20%", 5));
        Guards a = guardsOf(rules.get(0), "A", "call");
        Guards b = guardsOf(rules.get(1), "B", "call");
        Guards c = guardsOf(rules.get(2), "C", "call");
        Guards otherOfC = guardsOf(rules.get(2), "C", "other");
        Guards d = guardsOf(rules.get(3), "D", "call");

        assertThat(a.breaker()).isSameAs(b.breaker()).isNotSameAs(c.breaker());
        assertThat(c.breaker()).isNotSameAs(otherOfC.breaker());
        assertThat(a.budget()).isSameAs(b.budget());
        assertThat(c.budget()).isSameAs(otherOfC.budget());
        assertThat(d.budget()).isNull();
        assertThat(a.waitingLimit().most()).isEqualTo(5);
        assertThat(b.waitingLimit()).isNull();
        assertThat(guards.breakers().stream().map(CircuitBreaker::name))
                .containsExactly("payments", "rule:c:com.acme.C.call()", "rule:c:com.acme.C.other()");
        assertThat(guards.budgets().stream().map(RetryBudget::name)).containsExactly("outbound", "rule:c");
    }

    /** There may be tens of thousands of methods. */
    @Test
    void whatIsTheSameForAllMethodsOfARuleIsThereOnce() throws Exception {
        List<RetryRule> rules = inForce(SHARED.formatted("30s", "20%", 5));
        WovenMethod one = wovenMethodOf(rules.get(3), "D", "call");
        WovenMethod other = wovenMethodOf(rules.get(3), "D", "other");
        assertThat(one.setup().guards()).isSameAs(other.setup().guards());
        assertThat(one.setup().policy()).isSameAs(rules.get(3).policy());

        RetryRule next = inForce(SHARED.formatted("30s", "20%", 6)).get(3);
        assertThat(one.setup().guards()).isSameAs(other.setup().guards());
        assertThat(other.setup().policy()).isSameAs(next.policy());
    }

    @Test
    void newValuesKeepTheState() throws Exception {
        List<RetryRule> rules = inForce(SHARED.formatted("30s", "20%", 5));
        WovenMethod woven = wovenMethodOf(rules.get(0), "A", "call");
        CircuitBreaker breaker = woven.setup().guards().breaker();
        breaker.open();
        RetryBudget budget = woven.setup().guards().budget();
        assertThat(budget.tryWithdraw()).isTrue();

        inForce(SHARED.formatted("1h", "40%", 6));

        assertThat(woven.setup().guards().breaker()).isSameAs(breaker);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(breaker.settings().openForNanos()).isEqualTo(3_600_000_000_000L);
        assertThat(woven.setup().guards().budget()).isSameAs(budget);
        assertThat(budget.withdrawn()).isEqualTo(1);
        assertThat(budget).hasToString("budget outbound, ratio 40.0%, min-per-second 3.0");
        assertThat(woven.setup().guards().waitingLimit().most()).isEqualTo(6);
    }

    @Test
    void switchedOffByHandEverythingIsThereAgainAfterwards() throws Exception {
        List<RetryRule> rules = inForce(SHARED.formatted("30s", "20%", 5));
        WovenMethod woven = wovenMethodOf(rules.get(0), "A", "call");
        CircuitBreaker breaker = woven.setup().guards().breaker();

        switchOff(true);
        assertThat(woven.setup()).isNull();
        inForce(SHARED.formatted("1h", "20%", 5));
        assertThat(woven.setup()).as("new rules do not switch it on").isNull();
        switchOff(false);

        assertThat(woven.setup().guards().breaker()).isSameAs(breaker);
        assertThat(breaker.settings().openForNanos()).isEqualTo(3_600_000_000_000L);
    }

    @Test
    void aRuleThatTakesThePlaceOfAnotherFindsWhatTheyShare() throws Exception {
        List<RetryRule> rules = inForce(SHARED.formatted("30s", "20%", 5));
        CircuitBreaker breaker = guardsOf(rules.get(0), "A", "call").breaker();
        breaker.open();

        List<RetryRule> renamed = inForce(SHARED.formatted("30s", "20%", 5).replace("name: a,", "name: other,"));

        assertThat(guardsOf(renamed.get(0), "A", "call").breaker()).isSameAs(breaker);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void whoObservesTakesNothingFromOthers() throws Exception {
        List<RetryRule> rules = inForce(SHARED.formatted("30s", "20%", 5));
        Guards a = guardsOf(rules.get(0), "A", "call");
        Guards observing = guardsOf(rules.get(4), "E", "call");

        assertThat(observing.breaker()).isNotNull().isNotSameAs(a.breaker());
        assertThat(observing.budget()).isNotNull().isNotSameAs(a.budget());
        assertThat(guards.breakers()).containsExactly(a.breaker());
        assertThat(guards.budgets()).containsExactly(a.budget());
    }

    @Test
    void whatNoRuleNamesIsForgotten() throws Exception {
        List<RetryRule> rules = inForce(SHARED.formatted("30s", "20%", 5));
        wovenMethodOf(rules.get(0), "A", "call");
        wovenMethodOf(rules.get(2), "C", "call");

        inForce("version: 1\nrules:\n  - {name: c, match: {class: com.acme.C}}\n");

        assertThat(guards.breakers()).isEmpty();
        assertThat(guards.budgets().stream().map(RetryBudget::name)).containsExactly("rule:c");
    }

    @Test
    void successesOfAllWhoShareAddToTheBudget() throws Exception {
        List<RetryRule> rules = inForce(SHARED.formatted("30s", "100%", 5));
        WovenMethod a = wovenMethodOf(rules.get(0), "A", "call");
        WovenMethod b = wovenMethodOf(rules.get(1), "B", "call");
        RetryBudget budget = a.setup().guards().budget();
        for (int i = 0; i < 500; i++) {
            a.metrics().firstTrySuccess();
            b.metrics().firstTrySuccess();
        }
        long start = System.nanoTime();
        double balance = budget.balance();
        while (balance < 4 && System.nanoTime() - start < 60_000_000_000L) {
            balance = budget.balance(); // the sources are read once a millisecond
        }
        assertThat(balance).isGreaterThan(500);
    }

    private List<RetryRule> inForce(String text) throws RulesException {
        RuleSet rules = RulesFiles.read("test", Map.of("rules.yml", text.getBytes(StandardCharsets.UTF_8)));
        current.replace(RulesInForce.of(rules, 0));
        factory.useRulesInForce();
        return rules.rules();
    }

    private void switchOff(boolean off) {
        current.switchOff(off);
        factory.useRulesInForce();
    }

    private Guards guardsOf(RetryRule rule, String className, String method) throws Exception {
        return wovenMethodOf(rule, className, method).setup().guards();
    }

    private WovenMethod wovenMethodOf(RetryRule rule, String className, String method) throws Exception {
        return factory.make(
                getClass().getClassLoader(), "com.acme." + className, new WovenSignature(method, "()V"), rule);
    }
}
