package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What has become of a call so far: the attempts, the last of them, why it went on or ended. A superclass and not a part of
 * {@link RetryCall}, as each failing call would have to make it. Not thread-safe.
 */
abstract class CallRecord {

    /** Failures kept for the wrapping exception; of more than these the newest count. */
    static final int MAX_EARLIER_FAILURES = 10;

    final RetryPolicy policy;

    /** What the call began with; another may count it, see {@link #countedBy}. */
    MethodRetry setup;

    int attempts;
    AttemptOutcome last;
    CallOutcome outcome;
    Decision decision;
    private List<Throwable> earlier = Collections.emptyList();

    CallRecord(MethodRetry setup) {
        this.setup = setup;
        this.policy = setup.policy();
    }

    final void remember(AttemptOutcome attempt) {
        setup.metrics().failed(attempt.className(), setup.engine().clock().epochMillis());
        last = attempt;
        if (policy.onExhausted() == OnExhausted.WRAP && attempt.failed()) {
            if (earlier.isEmpty()) {
                earlier = new ArrayList<>(4);
            } else if (earlier.size() > MAX_EARLIER_FAILURES) {
                earlier.remove(0);
            }
            earlier.add(attempt.failure());
        }
    }

    final boolean end(CallOutcome how, String reason) {
        // Who observes gives up nothing: the failure would have reached the caller without a policy just as well.
        CallOutcome counted = policy.mode() == Mode.OBSERVE ? CallOutcome.NOT_RETRYABLE : how;
        decision = Decision.end(counted, attempts, reason);
        setup.decided(decision, last);
        return end(counted);
    }

    final boolean end(CallOutcome how) {
        if (outcome != null) {
            return false;
        }
        setup.metrics().ended(how); // first: what throws here has not counted it, and abandon() does
        outcome = how;
        NestedRetryGuard marks = setup.engine().marks();
        if (how.leavesMark()) {
            if (last != null && last.failed()) { // refused at once, there is nothing to mark yet
                marks.mark(last.failure());
                marks.surfaces(last.failure());
            } else if (last != null) {
                marks.markResult(last.result());
            }
            marks.gaveUp();
        } else if (how == CallOutcome.RETRIED_SUCCESS) {
            marks.succeeded();
        }
        return false;
    }

    /** How the call ended; {@code null} while it goes on. */
    public CallOutcome outcome() {
        return outcome;
    }

    /** Why the last failure was or was not retried; {@code null} before the first. */
    public Decision decision() {
        return decision;
    }

    /** Whether another attempt is to be made or under way. */
    public boolean goesOn() {
        return outcome == null;
    }

    /** Attempts made so far. */
    public int attempts() {
        return attempts;
    }

    /** The last attempt that ended; {@code null} while another is under way, and after {@link RetryCall#succeeded()}. */
    public AttemptOutcome lastAttempt() {
        return last;
    }

    /**
     * The call is counted where another method counts, as if that had been called: of a call whose first attempt ends, and was
     * handed to that method. Later it has no effect.
     *
     * @param other setup of that method; {@code null}: there is none
     */
    public final void countedBy(MethodRetry other) {
        if (attempts == 0 && other != null && other.metrics() != setup.metrics()) {
            setup = setup.countedBy(other);
        }
    }

    /** What the call began with. */
    public MethodRetry setup() {
        return setup;
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
