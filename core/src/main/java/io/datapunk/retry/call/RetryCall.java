package io.datapunk.retry.call;

import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.outcome.Attempt;
import io.datapunk.retry.outcome.Verdict;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.Nested;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One call from its first failure on: what became of each attempt, whether another follows, and how it ended.
 *
 * <p>A driver makes one when the first attempt did not plainly succeed, and feeds it the end of each attempt:
 * {@link #attemptEnded} says whether another attempt follows, once {@link #awaitNext} has waited (or, for a driver that
 * holds no thread, once {@link #nextWaitNanos} have passed). A call that succeeds at once needs none of this and costs
 * {@link CallMetrics#firstTrySuccess()} alone.
 *
 * <p>Not thread-safe; an asynchronous driver hands it from attempt to attempt.
 */
public final class RetryCall {

    /** Failures kept for the wrapping exception; of more than these the newest count. */
    static final int MAX_EARLIER_FAILURES = 10;

    private final RetrySetup setup;
    private final RetryPolicy policy;
    private final long marksAtStart;
    private final long startedNanos;

    private int attempts;
    private long waitNanos;
    private Attempt last;
    private CallOutcome outcome;
    private Decision decision;
    private List<Throwable> earlier = Collections.emptyList();

    /**
     * A call that has begun.
     *
     * @param setup what the call began with
     * @param marksAtStart {@link FailureMarks#sequence()} as it was when the call began
     * @param startedNanos {@link RetrySetup#startedNanos()} as it was when the call began
     */
    public RetryCall(RetrySetup setup, long marksAtStart, long startedNanos) {
        this.setup = setup;
        this.policy = setup.policy();
        this.marksAtStart = marksAtStart;
        this.startedNanos = startedNanos;
    }

    /**
     * Takes the end of an attempt and decides, in the order that the contract lays down.
     *
     * @return whether another attempt is to be made after {@link #nextWaitNanos()}; if not, {@link #outcome()} says why
     */
    public boolean attemptEnded(Attempt attempt) {
        return attemptEnded(attempt, setup.classify(attempt));
    }

    /** As {@link #attemptEnded(Attempt)}, for a driver that knows what {@link RetrySetup#classify} says already. */
    public boolean attemptEnded(Attempt attempt, Verdict verdict) {
        attempts++;
        if (verdict == Verdict.SUCCESS) {
            last = attempt;
            return end(attempts == 1 ? CallOutcome.FIRST_TRY_SUCCESS : CallOutcome.RETRIED_SUCCESS);
        }
        remember(attempt);
        if (verdict != Verdict.RETRYABLE) {
            return end(CallOutcome.NOT_RETRYABLE, reasonOf(verdict));
        }
        return decide(attempt);
    }

    /** Step by step as the contract orders them: what costs something is asked last. */
    private boolean decide(Attempt attempt) {
        if (attempts >= policy.maxAttempts()) {
            return end(CallOutcome.EXHAUSTED, "max-attempts is " + policy.maxAttempts());
        }
        if (policy.nested() == Nested.INNERMOST && isMarked(attempt)) {
            return end(CallOutcome.NOT_RETRYABLE, "a method below has retried it in vain");
        }
        long wait = backoffNanos();
        long hint = delayHintNanos(attempt);
        if (hint > policy.backoff().maxDelayNanos()) {
            return end(CallOutcome.TIMED_OUT, "delay-hint asks for " + millis(hint) + ", beyond max-delay");
        }
        wait = Math.max(wait, hint);
        if (policy.timeoutNanos() > 0 && wait >= policy.timeoutNanos() - elapsedNanos()) {
            return end(CallOutcome.TIMED_OUT, "a wait of " + millis(wait) + " would end past the timeout");
        }
        if (policy.mode() == Mode.OBSERVE) {
            setup.metrics().countWouldRetry();
            return end(CallOutcome.NOT_RETRYABLE, "mode is observe; else it would be retried after " + millis(wait));
        }
        waitNanos = wait;
        decision = Decision.retry(attempts, wait);
        setup.metrics().decided(decision);
        return true;
    }

    /** A backoff of the user's own may fail; the call must not fail for that. */
    private long backoffNanos() {
        RetrySetup.Engine engine = setup.engine();
        try {
            return policy.backoff().waitNanos(attempts, waitNanos, engine.random());
        } catch (RuntimeException | LinkageError e) {
            engine.problems()
                    .report("the backoff " + policy.backoff().backoff() + " failed, the default stands in for it", e);
            return BackoffPlan.DEFAULT.waitNanos(attempts, waitNanos, engine.random());
        }
    }

    private long delayHintNanos(Attempt attempt) {
        RetrySetup.Engine engine = setup.engine();
        return policy.delayHint() == null
                ? -1
                : policy.delayHint().nanos(attempt, engine.clock().epochMillis(), engine.problems());
    }

    /**
     * Waits on the calling thread for the next attempt, and discards the result that is to be replaced.
     *
     * @return whether the attempt is to be made; if not, {@link #outcome()} is {@code INTERRUPTED} (the thread's flag is
     *     still set) or {@code STOPPED}
     */
    public boolean awaitNext() {
        RetrySetup.Engine engine = setup.engine();
        long began = engine.clock().nanoTime();
        Waiters.Wake wake = Waiters.Wake.STOPPED;
        setup.metrics().waitBegins();
        try {
            wake = engine.waiters().await(engine.clock(), waitNanos);
        } finally {
            setup.metrics().waitEnds(engine.clock().nanoTime() - began);
        }
        switch (wake) {
            case INTERRUPTED:
                return end(CallOutcome.INTERRUPTED, "the thread was interrupted while it waited");
            case STOPPED:
                return end(CallOutcome.STOPPED, "retries were stopped while it waited");
            default:
                discardLast();
                if (Thread.currentThread().isInterrupted()) {
                    return end(
                            CallOutcome.INTERRUPTED, "the thread was interrupted while the last result was discarded");
                }
                last = null;
                return true;
        }
    }

    /** An attempt after the first has succeeded; for a driver that need not look at results. */
    public void succeeded() {
        attempts++;
        end(CallOutcome.RETRIED_SUCCESS);
    }

    /** Gives up the result that the next attempt replaces, so that its connection is free for that attempt. */
    private void discardLast() {
        if (!last.failed()) {
            policy.discard().discard(last, setup.engine().problems());
        }
    }

    private boolean isMarked(Attempt attempt) {
        FailureMarks marks = setup.engine().marks();
        return attempt.failed()
                ? marks.isMarked(attempt.failure(), marksAtStart)
                : marks.isResultMarked(attempt.result(), marksAtStart);
    }

    private void remember(Attempt attempt) {
        setup.metrics().failed(describe(attempt), setup.engine().clock().epochMillis());
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

    private boolean end(CallOutcome how, String reason) {
        // Who observes gives up nothing: the failure would have reached the caller without a policy just as well.
        CallOutcome counted = policy.mode() == Mode.OBSERVE ? CallOutcome.NOT_RETRYABLE : how;
        decision = Decision.end(counted, attempts, reason);
        setup.metrics().decided(decision);
        return end(counted);
    }

    private boolean end(CallOutcome how) {
        outcome = how;
        setup.metrics().ended(how);
        if (how.leavesMark()) {
            FailureMarks marks = setup.engine().marks();
            if (last.failed()) {
                marks.mark(last.failure());
            } else {
                marks.markResult(last.result());
            }
        }
        return false;
    }

    private long elapsedNanos() {
        return setup.engine().clock().nanoTime() - startedNanos;
    }

    private static String reasonOf(Verdict verdict) {
        switch (verdict) {
            case ABORT:
                return "abort-on names it";
            case NEVER:
                return "it is never retried";
            default:
                return "retry-on does not name it";
        }
    }

    private static String describe(Attempt attempt) {
        if (attempt.failed()) {
            return attempt.failure().getClass().getName();
        }
        return attempt.result() == null ? "null" : attempt.result().getClass().getName();
    }

    private static String millis(long nanos) {
        return nanos / 1_000_000 + "ms";
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

    /** The wait before the next attempt in nanoseconds; 0 before the first failure. */
    public long nextWaitNanos() {
        return waitNanos;
    }

    /** The last attempt that ended; {@code null} while another is under way, and after {@link #succeeded()}. */
    public Attempt lastAttempt() {
        return last;
    }

    /** What the call began with. */
    public RetrySetup setup() {
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
