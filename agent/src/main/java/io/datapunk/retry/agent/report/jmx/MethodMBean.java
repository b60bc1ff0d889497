package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.agent.site.Site;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.RetrySetup;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.Date;

/** {@code type=Method}: the counters of one woven method. */
final class MethodMBean {

    private MethodMBean() {}

    static AttributeTable<Site> table() {
        AttributeTable<Site> table = new AttributeTable<>(
                MethodMBean.class,
                site -> "Retries of " + site.className() + "." + site.method() + " by the rule " + site.rule());
        table.attribute("Calls", long.class, "Calls that have ended, however [calls]", site -> site.metrics()
                .calls());
        outcome(table, CallOutcome.FIRST_TRY_SUCCESS, "Calls whose first attempt succeeded [calls]");
        outcome(table, CallOutcome.RETRIED_SUCCESS, "Calls that succeeded after one or more retries [calls]");
        outcome(table, CallOutcome.EXHAUSTED, "Calls that failed in every attempt that max-attempts allows [calls]");
        outcome(table, CallOutcome.NOT_RETRYABLE, "Calls that ended with what the rule does not retry [calls]");
        table.attribute("Retries", long.class, "Retries decided [retries]", site -> site.metrics()
                .retries());
        outcome(table, CallOutcome.TIMED_OUT, "Calls without time for another wait before their timeout [calls]");
        outcome(table, CallOutcome.BREAKER_REJECTED, "Calls that a circuit breaker refused [calls]");
        outcome(table, CallOutcome.BUDGET_DENIED, "Calls whose retry the budget or max-waiting refused [calls]");
        outcome(table, CallOutcome.INTERRUPTED, "Calls whose thread was interrupted before or in a wait [calls]");
        outcome(table, CallOutcome.STOPPED, "Calls whose wait was ended by shutdown or switching off [calls]");
        table.attribute("Waiting", long.class, "Calls that wait for a retry now [calls]", site -> site.metrics()
                .waiting());
        table.attribute("WaitMillis", long.class, "Time spent in waits that have ended [ms]", site -> site.metrics()
                .waitMillis());
        table.attribute(
                "WouldRetry", long.class, "Retries that mode observe would have made [retries]", site -> site.metrics()
                        .wouldRetry());
        table.attribute(
                "LastDecision",
                String.class,
                "Why the last failure was or was not retried; null before the first",
                site -> text(site.metrics().lastDecision()));
        table.attribute(
                "LastFailure", String.class, "Class of the last failure; null before the first", site -> site.metrics()
                        .lastFailure());
        table.attribute(
                "LastFailureAt",
                Date.class,
                "When the last failure was seen; null before the first",
                site -> date(site.metrics().lastFailureAt()));
        table.attribute("Mode", String.class, "enforce, observe or off", MethodMBean::mode);
        table.attribute(
                "MaxAttempts",
                int.class,
                "Attempts in all, the first included; 2147483647 where only the timeout ends a call [attempts]",
                MethodMBean::maxAttempts);
        return table;
    }

    private static void outcome(AttributeTable<Site> table, CallOutcome outcome, String description) {
        table.attribute(outcome.metric(), long.class, description, site -> site.metrics()
                .count(outcome));
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static Date date(long epochMillis) {
        return epochMillis == 0 ? null : new Date(epochMillis);
    }

    private static String mode(Site site) {
        RetrySetup setup = site.setup();
        return setup == null ? "off" : setup.policy().mode().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Object maxAttempts(Site site) {
        RetrySetup setup = site.setup();
        RetryPolicy policy = setup == null ? null : setup.policy();
        return policy == null ? 1 : policy.maxAttempts();
    }
}
