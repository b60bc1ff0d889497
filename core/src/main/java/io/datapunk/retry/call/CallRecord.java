package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.OnExhausted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What has become of a call so far: the attempts, the last of them, why the call went on or ended. What is written here
 * is counted by the metrics of the method, and told to its listener. Not thread-safe.
 */
public final class CallRecord {

    /** Failures kept for the wrapping exception; of more than these the newest count. */
    private static final int MAX_EARLIER_FAILURES = 10;

    /** What the call began with; another may count it, see {@link #countedBy}. */
    private MethodRetry setup;

    // Fields, and not setters: between a counter and the field that says so nothing may throw.
    int attempts;
    AttemptOutcome last;

    /** The attempt before, while the next one is under way; {@code null} where it did not fail. */
    AttemptOutcome lastFailed;

    CallOutcome outcome;
    private Decision decision;
    private List<Throwable> earlier = Collections.emptyList();

    CallRecord(MethodRetry setup) {
        this.setup = setup;
    }

    /** An attempt has failed, or has given a result that is retried. */
    void failed(AttemptOutcome attempt) {
        CallMetrics metrics = setup.metrics();
        metrics.failed(attempt.className(), setup.engine().clock().epochMillis());
        last = attempt;
        if (setup.policy().onExhausted() == OnExhausted.WRAP && attempt.failed()) {
            if (earlier.isEmpty()) {
                earlier = new ArrayList<>(4);
            } else if (earlier.size() > MAX_EARLIER_FAILURES) {
                earlier.remove(0);
            }
            earlier.add(attempt.failure());
        }
    }

    void nextAttemptBegins() {
        lastFailed = last.failed() ? last : null;
        last = null;
    }

    /** Another attempt follows, after this wait. */
    Decision retry(long waitNanos) {
        return decided(Decision.retry(attempts, waitNanos));
    }

    /** The call ends otherwise than by a success. */
    Decision end(CallOutcome how, String reason) {
        // With mode observe nothing is given up: the failure would have reached the caller without a policy, too.
        CallOutcome counted = setup.policy().mode() == Mode.OBSERVE ? CallOutcome.NOT_RETRYABLE : how;
        Decision end = decided(Decision.end(counted, attempts, reason));
        end(counted);
        return end;
    }

    private Decision decided(Decision made) {
        decision = made;
        setup.decided(made, last);
        return made;
    }

    /** The call ends with a success. */
    Decision endWithSuccess() {
        CallOutcome how = attempts == 1 ? CallOutcome.FIRST_TRY_SUCCESS : CallOutcome.RETRIED_SUCCESS;
        end(how);
        return Decision.success(how);
    }

    /** The call ends with the success of an attempt that is not the last. */
    void endWithRetriedSuccess() {
        end(CallOutcome.RETRIED_SUCCESS);
    }

    private void end(CallOutcome how) {
        if (outcome == null) {
            setup.metrics().ended(how); // first: where it throws the call is not counted, and abandon() counts it
            outcome = how;
            setup.engine().marks().callEnded(how, last);
        }
    }

    /** The call could not be decided: it is counted, unless it was. */
    void abandon() {
        if (outcome == null) {
            outcome = CallOutcome.NOT_RETRYABLE;
            setup.abandoned(attempts, last);
        }
    }

    /** See {@link RetryCall#countedBy}. */
    void countedBy(MethodRetry other) {
        if (attempts == 0 && other != null && other.metrics() != setup.metrics()) {
            setup = setup.countedBy(other);
        }
    }

    /** What the call began with. */
    public MethodRetry setup() {
        return setup;
    }

    /** How the call ended; {@code null} while it goes on. */
    public CallOutcome outcome() {
        return outcome;
    }

    /** Why the last failure was or was not retried; {@code null} before the first. */
    public Decision decision() {
        return decision;
    }

    /** Attempts made so far. */
    public int attempts() {
        return attempts;
    }

    /**
     * The last attempt that ended; {@code null} while another is under way, and after {@link RetryCall#succeeded()}.
     */
    public AttemptOutcome lastAttempt() {
        return last;
    }

    /**
     * The failures before the last one, oldest first, at most ten; kept only where they are to be wrapped. May hold one
     * instance more than once.
     */
    public List<Throwable> earlierFailures() {
        boolean lastIsKept = last != null && last.failed() && !earlier.isEmpty();
        return Collections.unmodifiableList(lastIsKept ? earlier.subList(0, earlier.size() - 1) : earlier);
    }
}
