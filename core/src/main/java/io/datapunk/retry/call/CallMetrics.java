package io.datapunk.retry.call;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The counters of one method. Each call that has ended is in exactly one {@link CallOutcome}; the number of calls is
 * their sum and is not counted apart.
 *
 * <p>Thread-safe. A reading while calls end may be between two of them.
 */
public final class CallMetrics implements LongSupplier {

    private final SingleWriterCounter firstTrySuccesses = new SingleWriterCounter();

    /** All but the first-try successes. */
    private final Map<CallOutcome, LongAdder> outcomes = new EnumMap<>(CallOutcome.class);

    private final LongAdder retries = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private final LongAdder waiting = new LongAdder();
    private final LongAdder wouldRetry = new LongAdder();
    private volatile long firstTrySuccessesBefore;

    // Written one after the other at each failure; the last one carries the others to whoever reads it first.
    private String lastFailure;
    private long lastFailureAt;
    private final AtomicReference<Decision> lastDecision = new AtomicReference<>();

    /** Starts at zero. */
    public CallMetrics() {
        for (CallOutcome outcome : CallOutcome.values()) {
            if (outcome != CallOutcome.FIRST_TRY_SUCCESS) {
                outcomes.put(outcome, new LongAdder());
            }
        }
    }

    /** Counts a call whose first attempt succeeded. */
    public void firstTrySuccess() {
        firstTrySuccesses.increment();
    }

    SingleWriterCounter firstTrySuccesses() {
        return firstTrySuccesses;
    }

    void abandoned() {
        ended(CallOutcome.NOT_RETRYABLE);
    }

    void ended(CallOutcome outcome) {
        if (outcome == CallOutcome.FIRST_TRY_SUCCESS) {
            firstTrySuccess();
        } else {
            outcomes.get(outcome).increment();
        }
    }

    void failed(String failure, long epochMillis) {
        lastFailure = failure;
        lastFailureAt = epochMillis;
    }

    void decided(Decision decision) {
        lastDecision.lazySet(decision);
        if (decision.end() == null) {
            retries.increment();
        }
    }

    void countWouldRetry() {
        wouldRetry.increment();
    }

    void waitBegins() {
        waiting.increment();
    }

    void waitEnds(long nanos) {
        waiting.decrement();
        waitNanos.add(nanos);
    }

    /** Calls that ended so. */
    public long count(CallOutcome outcome) {
        if (outcome == CallOutcome.FIRST_TRY_SUCCESS) {
            // Read before the sum: a reset in between must not make it negative.
            long before = firstTrySuccessesBefore;
            return firstTrySuccesses.sum() - before;
        }
        return outcomes.get(outcome).sum();
    }

    /** Calls whose first attempt succeeded, also those before a {@link #reset}: a count that never falls. */
    @Override
    public long getAsLong() {
        return firstTrySuccesses.sum();
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
        return retries.sum();
    }

    /** Retries that would have been decided, had the policy not been to observe only. */
    public long wouldRetry() {
        return wouldRetry.sum();
    }

    /** Calls that wait for a retry now. */
    public long waiting() {
        return Math.max(0, waiting.sum());
    }

    /** Milliseconds that calls have spent waiting, ended waits only. */
    public long waitMillis() {
        return waitNanos.sum() / 1_000_000;
    }

    /** Why the last failure was or was not retried; {@code null} before the first failure. */
    public Decision lastDecision() {
        return lastDecision.get();
    }

    /** Class name of the last failure, or of the last result that was worth a retry; {@code null} before the first. */
    public String lastFailure() {
        lastDecision.get();
        return lastFailure;
    }

    /** When the last failure was seen, in milliseconds since 1970 UTC; 0 before the first. */
    public long lastFailureAt() {
        lastDecision.get();
        return lastFailureAt;
    }

    /** Sets every counter to zero; calls under way are counted when they end. Who waits now stays counted. */
    public void reset() {
        firstTrySuccessesBefore = firstTrySuccesses.sum();
        for (LongAdder adder : outcomes.values()) {
            adder.reset();
        }
        retries.reset();
        waitNanos.reset();
        wouldRetry.reset();
        lastFailure = null;
        lastFailureAt = 0;
        lastDecision.set(null);
    }
}
