package io.datapunk.retry.agent.report.snapshot;

import io.datapunk.retry.agent.inforce.RulesInForce;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.woven.MethodGuards;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.RetryBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the counters into maps and lists. The keys are the names of the MBeans' attributes, with a small letter first;
 * times are milliseconds since 1970 UTC.
 */
final class Snapshot {

    private final AgentStatus status;
    private final MethodGuards guards;

    Snapshot(AgentStatus status, MethodGuards guards) {
        this.status = status;
        this.guards = guards;
    }

    /** All there is now. */
    Map<String, Object> take() {
        Map<String, Object> all = new LinkedHashMap<>();
        RulesInForce inForce = status.rules();
        RuleSet rules = inForce.ruleSet();
        all.put("at", System.currentTimeMillis());
        all.put("enabled", inForce.isEnabled());
        all.put("rulesSource", rules == null ? null : rules.source());
        all.put("rules", rules == null ? 0L : (long) rules.rules().size());
        all.put("rulesLoadedAt", inForce.readAtMillis());
        all.put("reloadError", status.reloadError());
        all.put("skippedMethods", (long) status.skippedMethods().size());
        all.put("errors", status.errors());
        List<Object> methods = new ArrayList<>();
        for (WovenMethod woven : status.wovenMethods()) {
            methods.add(method(woven));
        }
        all.put("methods", methods);
        List<Object> breakers = new ArrayList<>();
        for (CircuitBreaker breaker : guards.breakers()) {
            breakers.add(breaker(breaker));
        }
        all.put("circuitBreakers", breakers);
        List<Object> budgets = new ArrayList<>();
        for (RetryBudget budget : guards.budgets()) {
            budgets.add(budget(budget));
        }
        all.put("budgets", budgets);
        return all;
    }

    private static Map<String, Object> method(WovenMethod woven) {
        CallMetrics metrics = woven.metrics();
        MethodRetry setup = woven.setup();
        Map<String, Object> method = new LinkedHashMap<>();
        method.put("rule", woven.rule());
        method.put("class", woven.className());
        method.put("method", woven.method());
        if (woven.loader() != null) {
            method.put("loader", woven.loader());
        }
        method.put("mode", setup == null ? "off" : setup.policy().mode().name().toLowerCase(Locale.ROOT));
        // The sum of what is shown, also where calls end meanwhile.
        long calls = 0;
        Map<String, Object> outcomes = new LinkedHashMap<>();
        for (CallOutcome outcome : CallOutcome.values()) {
            long count = metrics.count(outcome);
            calls += count;
            String name = outcome.metric();
            outcomes.put(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), count);
        }
        method.put("calls", calls);
        method.putAll(outcomes);
        method.put("retries", metrics.retries());
        method.put("waiting", metrics.waiting());
        method.put("waitMillis", metrics.waitMillis());
        method.put("wouldRetry", metrics.wouldRetry());
        method.put("lastDecision", text(metrics.lastDecision()));
        method.put("lastFailure", metrics.lastFailure());
        method.put("lastFailureAt", metrics.lastFailureAt() == 0 ? null : metrics.lastFailureAt());
        return method;
    }

    private static Map<String, Object> breaker(CircuitBreaker breaker) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", breaker.name());
        shown.put("state", breaker.state().name());
        shown.put("failureRate", 100 * breaker.failureRate());
        shown.put("slowCallRate", 100 * breaker.slowCallRate());
        shown.put("bufferedCalls", (long) breaker.bufferedCalls());
        shown.put("rejected", breaker.rejected());
        shown.put("stateChangedAt", breaker.stateChangedAt());
        return shown;
    }

    private static Map<String, Object> budget(RetryBudget budget) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", budget.name());
        shown.put("balance", budget.balance());
        shown.put("withdrawn", budget.withdrawn());
        shown.put("denied", budget.denied());
        return shown;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
