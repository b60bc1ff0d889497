package io.datapunk.retry.call;

import io.datapunk.retry.guard.CallSource;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * The counters of one method. Each call that has ended is in exactly one {@link CallOutcome}; the number of calls is
 * their sum and is not counted apart.
 *
 * <p>Thread-safe. A reading while calls end may be between two of them.
 */
public final class CallMetrics implements CallSource {

    private static final AtomicLongFieldUpdater<CallMetrics> TAKEN =
            AtomicLongFieldUpdater.newUpdater(CallMetrics.class, "taken");

    private final SingleWriterCounter firstTrySuccesses = new SingleWriterCounter();
    private volatile long firstTrySuccessesBefore;

    /** Of {@link #firstTrySuccesses}, also those before a {@link #reset}: given by {@link #takeNew}. */
    private volatile long taken;

    /**
     * All else; made when it is needed first and never replaced, so that nothing is counted in one that nobody reads.
     */
    private volatile FailureCounters failures;

    /** Calls that could not be decided, perhaps for want of memory: to count them nothing may have to be made. */
    private volatile int abandoned;

    /** Starts at zero. */
    public CallMetrics() {}

    /** Counts a call whose first attempt succeeded. */
    public void firstTrySuccess() {
        firstTrySuccesses.increment();
    }

    SingleWriterCounter firstTrySuccesses() {
        return firstTrySuccesses;
    }

    private FailureCounters failures() {
        FailureCounters made = failures;
        return made == null ? makeFailures() : made;
    }

    private synchronized FailureCounters makeFailures() {
        if (failures == null) {
            failures = new FailureCounters();
        }
        return failures;
    }

    /** Counts a call that nobody has decided as one that is not retried. Allocates nothing. */
    synchronized void abandoned() {
        abandoned++;
    }

    void ended(CallOutcome outcome) {
        if (outcome == CallOutcome.FIRST_TRY_SUCCESS) {
            firstTrySuccess();
        } else {
            failures().ended(outcome);
        }
    }

    void failed(String failure, long epochMillis) {
        failures().failed(failure, epochMillis);
    }

    void decided(Decision decision) {
        failures().decided(decision);
    }

    void countWouldRetry() {
        failures().countWouldRetry();
    }

    void waitBegins() {
        failures().waitBegins();
    }

    void waitEnds(long nanos) {
        failures().waitEnds(nanos);
    }

    /** Calls that ended so. */
    public long count(CallOutcome outcome) {
        if (outcome == CallOutcome.FIRST_TRY_SUCCESS) {
            // Read before the sum: a reset in between must not make it negative.
            long before = firstTrySuccessesBefore;
            return firstTrySuccesses.sum() - before;
        }
        FailureCounters made = failures;
        return (made == null ? 0 : made.count(outcome)) + (outcome == CallOutcome.NOT_RETRYABLE ? abandoned : 0);
    }

    /** Calls whose first attempt succeeded; a {@link #reset} changes nothing of it. */
    @Override
    public long takeNew() {
        if (!firstTrySuccesses.isUsed()) {
            return 0; // as most of the methods of a rule for everything: without their locks
        }
        long before = taken;
        long now = firstTrySuccesses.sum();
        return now > before && TAKEN.compareAndSet(this, before, now) ? now - before : 0;
    }

    /** Whether a call has ever ended otherwise than by a success at once, or is about to; costs two reads. */
    public boolean hasFailed() {
        return failures != null || abandoned > 0;
    }

    /** Whether a call has ever ended or failed; costs a few reads. */
    public boolean isUsed() {
        return hasFailed() || firstTrySuccesses.isUsed();
    }

    /** Calls that have ended, however. */
    public long calls() {
        long sum = 0;
        for (CallOutcome outcome : CallOutcome.values()) {
            sum += count(outcome);
        }
        return sum;
    }

    /** Retries decided, those included that were then interrupted or stopped while they waited. */
    public long retries() {
        FailureCounters made = failures;
        return made == null ? 0 : made.retries();
    }

    /** Retries that would have been decided, had the policy not been to observe only. */
    public long wouldRetry() {
        FailureCounters made = failures;
        return made == null ? 0 : made.wouldRetry();
    }

    /** Calls that wait for a retry now. */
    public long waiting() {
        FailureCounters made = failures;
        return made == null ? 0 : made.waiting();
    }

    /** Milliseconds that calls have spent waiting, ended waits only. */
    public long waitMillis() {
        FailureCounters made = failures;
        return made == null ? 0 : made.waitNanos() / 1_000_000;
    }

    /** Why the last failure was or was not retried; {@code null} before the first failure. */
    public Decision lastDecision() {
        FailureCounters made = failures;
        return made == null ? null : made.lastDecision();
    }

    /** Class name of the last failure, or of the last result that was worth a retry; {@code null} before the first. */
    public String lastFailure() {
        FailureCounters made = failures;
        return made == null ? null : made.lastFailure();
    }

    /** When the last failure was seen, in milliseconds since 1970 UTC; 0 before the first. */
    public long lastFailureAt() {
        FailureCounters made = failures;
        return made == null ? 0 : made.lastFailureAt();
    }

    /** Sets every counter to zero; calls under way are counted when they end. Who waits now stays counted. */
    public synchronized void reset() {
        abandoned = 0;
        firstTrySuccessesBefore = firstTrySuccesses.sum();
        FailureCounters made = failures;
        if (made != null) {
            made.reset();
        }
    }
}
