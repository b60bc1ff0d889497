package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.Date;

/** {@code type=Method}: the counters of one woven method. */
final class MethodMBean {

    private MethodMBean() {}

    static AttributeTable<WovenMethod> table() {
        AttributeTable<WovenMethod> table = new AttributeTable<>(
                MethodMBean.class,
                woven -> "Retries of " + woven.className() + "." + woven.method() + " by the rule " + woven.rule());
        table.attribute("Calls", long.class, "Calls that have ended [calls]", woven -> woven.metrics()
                .calls());
        outcome(table, CallOutcome.FIRST_TRY_SUCCESS, "Calls whose first attempt succeeded [calls]");
        outcome(table, CallOutcome.RETRIED_SUCCESS, "Calls that succeeded after one or more retries [calls]");
        outcome(table, CallOutcome.EXHAUSTED, "Calls that failed in every attempt that max-attempts allows [calls]");
        outcome(
                table,
                CallOutcome.NOT_RETRYABLE,
                "Calls that ended with a failure or result that is not retried [calls]");
        table.attribute("Retries", long.class, "Retries decided [retries]", woven -> woven.metrics()
                .retries());
        outcome(table, CallOutcome.TIMED_OUT, "Calls that had no time for another wait before their timeout [calls]");
        outcome(table, CallOutcome.BREAKER_REJECTED, "Calls that a circuit breaker refused [calls]");
        outcome(table, CallOutcome.BUDGET_DENIED, "Calls whose retry the budget or max-waiting refused [calls]");
        outcome(table, CallOutcome.INTERRUPTED, "Calls whose thread was interrupted before or during a wait [calls]");
        outcome(table, CallOutcome.STOPPED, "Calls that ended by shutdown, switching off or cancelling [calls]");
        table.attribute("Waiting", long.class, "Calls that wait for a retry now [calls]", woven -> woven.metrics()
                .waiting());
        table.attribute("WaitMillis", long.class, "Time spent in waits that have ended [ms]", woven -> woven.metrics()
                .waitMillis());
        table.attribute(
                "WouldRetry",
                long.class,
                "Retries that mode observe would have made [retries]",
                woven -> woven.metrics().wouldRetry());
        table.attribute(
                "LastDecision",
                String.class,
                "Why the last failure was or was not retried; null before the first",
                woven -> text(woven.metrics().lastDecision()));
        table.attribute(
                "LastFailure",
                String.class,
                "Class of the last failure; null before the first",
                woven -> woven.metrics().lastFailure());
        table.attribute(
                "LastFailureAt",
                Date.class,
                "When the last failure was seen; null before the first",
                woven -> date(woven.metrics().lastFailureAt()));
        table.attribute("Mode", String.class, "enforce, observe or off", MethodMBean::mode);
        table.attribute(
                "MaxAttempts",
                int.class,
                "Attempts in all, the first included; 2147483647 if max-attempts is unlimited [attempts]",
                MethodMBean::maxAttempts);
        return table;
    }

    private static void outcome(AttributeTable<WovenMethod> table, CallOutcome outcome, String description) {
        table.attribute(outcome.metric(), long.class, description, woven -> woven.metrics()
                .count(outcome));
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static Date date(long epochMillis) {
        return epochMillis == 0 ? null : new Date(epochMillis);
    }

    private static String mode(WovenMethod woven) {
        MethodRetry setup = woven.setup();
        return setup == null ? "off" : setup.policy().mode().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Object maxAttempts(WovenMethod woven) {
        MethodRetry setup = woven.setup();
        RetryPolicy policy = setup == null ? null : setup.policy();
        return policy == null ? 1 : policy.maxAttempts();
    }
}
