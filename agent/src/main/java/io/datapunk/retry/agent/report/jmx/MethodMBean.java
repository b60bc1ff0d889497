package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.agent.site.Site;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.RetrySetup;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.Date;

/** {@code type=Method}: the counters of one woven method. */
final class MethodMBean extends AttributeTable {

    MethodMBean(Site site) {
        super(
                MethodMBean.class.getName(),
                "Retries of " + site.className() + "." + site.method() + " by the rule " + site.rule());
        CallMetrics metrics = site.metrics();
        attribute("Calls", long.class, "Calls that have ended, however [calls]", metrics::calls);
        outcome(metrics, CallOutcome.FIRST_TRY_SUCCESS, "Calls whose first attempt succeeded [calls]");
        outcome(metrics, CallOutcome.RETRIED_SUCCESS, "Calls that succeeded after one or more retries [calls]");
        outcome(metrics, CallOutcome.EXHAUSTED, "Calls that failed in every attempt that max-attempts allows [calls]");
        outcome(metrics, CallOutcome.NOT_RETRYABLE, "Calls that ended with what the rule does not retry [calls]");
        attribute("Retries", long.class, "Retries decided [retries]", metrics::retries);
        outcome(metrics, CallOutcome.TIMED_OUT, "Calls without time for another wait before their timeout [calls]");
        outcome(metrics, CallOutcome.BREAKER_REJECTED, "Calls that a circuit breaker refused [calls]");
        outcome(metrics, CallOutcome.BUDGET_DENIED, "Calls whose retry the budget or max-waiting refused [calls]");
        outcome(metrics, CallOutcome.INTERRUPTED, "Calls whose thread was interrupted before or in a wait [calls]");
        outcome(metrics, CallOutcome.STOPPED, "Calls whose wait was ended by shutdown or switching off [calls]");
        attribute("Waiting", long.class, "Calls that wait for a retry now [calls]", metrics::waiting);
        attribute("WaitMillis", long.class, "Time spent in waits that have ended [ms]", metrics::waitMillis);
        attribute("WouldRetry", long.class, "Retries that mode observe would have made [retries]", metrics::wouldRetry);
        attribute(
                "LastDecision",
                String.class,
                "Why the last failure was or was not retried; null before the first",
                () -> text(metrics.lastDecision()));
        attribute(
                "LastFailure", String.class, "Class of the last failure; null before the first", metrics::lastFailure);
        attribute(
                "LastFailureAt",
                Date.class,
                "When the last failure was seen; null before the first",
                () -> metrics.lastFailureAt() == 0 ? null : new Date(metrics.lastFailureAt()));
        attribute("Mode", String.class, "enforce, observe or off", () -> mode(site));
        attribute(
                "MaxAttempts",
                int.class,
                "Attempts in all, the first included; 2147483647 where only the timeout ends a call [attempts]",
                () -> maxAttempts(site));
    }

    private void outcome(CallMetrics metrics, CallOutcome outcome, String description) {
        attribute(outcome.metric(), long.class, description, () -> metrics.count(outcome));
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
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
