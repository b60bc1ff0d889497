package io.datapunk.retry.call;

import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.OwnWork;
import io.datapunk.retry.policy.RetryPolicy;

/** How long a call is to wait, by its policy and by what a server wishes. Immutable. */
final class WaitPlan {

    private final RetryPolicy policy;
    private final RetryEngine engine;

    WaitPlan(MethodRetry setup) {
        this.policy = setup.policy();
        this.engine = setup.engine();
    }

    /** The wait after so many attempts. A backoff of the user's own may fail; the call must not fail for that. */
    long backoffNanos(int attempts, long previousNanos) {
        OwnWork own = OwnWork.ofThread();
        own.depth++;
        try {
            return policy.backoff().waitNanos(attempts, previousNanos, engine.random());
        } catch (RuntimeException | LinkageError e) {
            engine.problems()
                    .report("the backoff " + policy.backoff().backoff() + " failed, the default stands in for it", e);
            return BackoffPlan.DEFAULT.waitNanos(attempts, previousNanos, engine.random());
        } finally {
            own.depth--;
        }
    }

    /** What the server asks for; below 0 where it asks for nothing. */
    long hintNanos(AttemptOutcome attempt) {
        return policy.delayHint() == null
                ? -1
                : policy.delayHint().nanos(attempt, engine.clock().epochMillis(), engine.problems());
    }
}
