package io.datapunk.retry.call;

import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.OwnWork;
import io.datapunk.retry.outcome.Verdict;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.RetryPolicy;

/**
 * What the calls of one method have in common: the policy, the counters, and the engine's time and chance.
 *
 * <p>Immutable; a call holds on to the setup that it began with until it ends, so that new rules never change a call
 * under way.
 */
public final class MethodRetry {

    private final RetryPolicy policy;
    private final CallMetrics metrics;
    private final RetryEngine engine;
    private final Guards guards;
    private final CallListener listener;
    private final boolean readsClock;
    private final boolean isGuarded;

    /** Of {@link #metrics}: what a call that succeeds counts with, without a detour. */
    private final SingleWriterCounter successes;

    /** A setup that nobody listens to. */
    public MethodRetry(RetryPolicy policy, CallMetrics metrics, Guards guards, RetryEngine engine) {
        this(policy, metrics, guards, engine, CallListener.NONE);
    }

    /**
     * A setup.
     *
     * @param policy what is retried, and how
     * @param metrics counts the calls; may be shared with the setup that this one follows
     * @param guards what keeps retries from doing harm
     * @param engine what all methods share
     * @param listener is told each decision
     */
    public MethodRetry(
            RetryPolicy policy, CallMetrics metrics, Guards guards, RetryEngine engine, CallListener listener) {
        this.listener = listener;
        this.policy = policy;
        this.metrics = metrics;
        this.guards = guards;
        this.engine = engine;
        this.successes = metrics.firstTrySuccesses();
        this.readsClock = policy.timeoutNanos() > 0;
        this.isGuarded = readsClock || guards.breaker() != null || watchesAttempts();
    }

    /** The same, but for the counters and the listener: they are those of the other. */
    public MethodRetry countedBy(MethodRetry other) {
        return new MethodRetry(policy, other.metrics, guards, engine, other.listener);
    }

    /**
     * Whether something is to be done before an attempt: {@link #startedNanos}, {@link RetryGate#tryAcquire} or a time
     * limit. Where not, a driver need not ask for them: time and permit are 0.
     */
    public boolean isGuarded() {
        return isGuarded;
    }

    /** What a driver keeps of the time at which a call begins: a clock reading where the policy needs one, else 0. */
    public long startedNanos() {
        return readsClock || measuresAttempts() ? engine.clock().nanoTime() : 0;
    }

    /** As {@link #startedNanos()}, for an attempt that is not the first. */
    long attemptStartedNanos() {
        return measuresAttempts() ? engine.clock().nanoTime() : 0;
    }

    private boolean measuresAttempts() {
        return guards.breaker() != null && guards.breaker().measuresTime();
    }

    /** Whether attempts have a time limit. */
    public boolean watchesAttempts() {
        return policy.attemptTimeoutNanos() > 0 && policy.mode() == Mode.ENFORCE;
    }

    /** Whether the result of an asynchronous call has to be there by a time. */
    boolean limitsTime() {
        return policy.timeoutNanos() > 0 && policy.mode() == Mode.ENFORCE;
    }

    /** Counts a call whose first attempt has succeeded. */
    public void countFirstTrySuccess() {
        successes.increment();
    }

    /** What the policy says of an attempt. */
    public Verdict classify(AttemptOutcome attempt) {
        return policy.outcomes().classify(attempt, engine.problems());
    }

    /** The policy. */
    public RetryPolicy policy() {
        return policy;
    }

    /** The counters. */
    public CallMetrics metrics() {
        return metrics;
    }

    /** What keeps retries from doing harm. */
    public Guards guards() {
        return guards;
    }

    /** Counts a decision, and tells of it. */
    void decided(Decision decision, AttemptOutcome last) {
        metrics.decided(decision);
        tell(decision, last);
    }

    /** Tells that an attempt after the first failed in a way that is not retried. */
    void failedOtherwise(Throwable before, Throwable later, boolean beforeStands) {
        listener.failedOtherwise(before, later, beforeStands);
    }

    /**
     * Counts a call that nobody could decide about: its last outcome stood, as if no rule had named it.
     *
     * @param attempts made until then
     * @param last {@code null}: not known
     */
    public void abandoned(int attempts, AttemptOutcome last) {
        metrics.abandoned();
        tell(Decision.end(CallOutcome.NOT_RETRYABLE, attempts, "it could not be decided"), last);
    }

    private void tell(Decision decision, AttemptOutcome last) {
        OwnWork own = OwnWork.ofThread();
        own.depth++;
        try {
            listener.decided(decision, last);
        } finally {
            own.depth--;
        }
    }

    /** What all methods share. */
    public RetryEngine engine() {
        return engine;
    }
}
