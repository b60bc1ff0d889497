package io.datapunk.retry.call;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted of a method once one of its calls has not succeeded at once. Most methods never have such a call, and
 * do without.
 *
 * <p>Thread-safe. A reading while calls end may be between two of them.
 */
final class FailureCounters {

    /** All but the first-try successes. */
    private final Map<CallOutcome, LongAdder> outcomes = new EnumMap<>(CallOutcome.class);

    private final LongAdder retries = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private final LongAdder waiting = new LongAdder();
    private final LongAdder wouldRetry = new LongAdder();

    // Written one after the other at each failure; the write to the last makes the others visible to a thread that
    // reads it first.
    private String lastFailure;
    private long lastFailureAt;
    private final AtomicReference<Decision> lastDecision = new AtomicReference<>();

    FailureCounters() {
        for (CallOutcome outcome : CallOutcome.values()) {
            if (outcome != CallOutcome.FIRST_TRY_SUCCESS) {
                outcomes.put(outcome, new LongAdder());
            }
        }
    }

    void ended(CallOutcome outcome) {
        outcomes.get(outcome).increment();
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

    long count(CallOutcome outcome) {
        return outcomes.get(outcome).sum();
    }

    long retries() {
        return retries.sum();
    }

    long wouldRetry() {
        return wouldRetry.sum();
    }

    long waiting() {
        return Math.max(0, waiting.sum());
    }

    long waitNanos() {
        return waitNanos.sum();
    }

    Decision lastDecision() {
        return lastDecision.get();
    }

    String lastFailure() {
        lastDecision.get();
        return lastFailure;
    }

    long lastFailureAt() {
        lastDecision.get();
        return lastFailureAt;
    }

    /** Sets all to zero but those who wait now: they will say that they no longer do. */
    void reset() {
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
