package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.outcome.Verdict;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.Nested;
import io.datapunk.retry.policy.RetryPolicy;

/**
 * One call from its first failure on: the state machine that every driver steps through. {@link #decide} is its heart.
 *
 * <p>A driver hands over the outcome of each attempt: {@link #attemptEnded} says whether another attempt follows, once
 * {@link #awaitNext} has waited. What has become of the call is in its {@link #record()}.
 *
 * <p>Not thread-safe; {@link AsyncCall}, which holds no thread while it waits, hands it from step to step.
 */
public final class RetryCall {

    private final RetryPolicy policy;
    private final CallRecord record;
    private final RetryGate gate;
    private final long startedNanos;
    private final long marksAtStart;

    /** As {@link #marksAtStart}, when the attempt began that is under way. */
    private long marksAtAttempt;

    /** Whether attempts end on other threads than those on which they begin. */
    private boolean hasLeftThread;

    /**
     * A call that has begun; its first attempt has not plainly succeeded.
     *
     * @param setup what the call began with
     * @param marksAtStart {@link NestedRetryGuard#sequence()} as it was when the call began
     * @param startedNanos {@link CallStart#startedNanos} as it was when the call began
     * @param permit {@link CallStart#permit} as it was when the call began
     */
    public RetryCall(MethodRetry setup, long marksAtStart, long startedNanos, long permit) {
        this.policy = setup.policy();
        this.record = new CallRecord(setup);
        this.gate = new RetryGate(setup, startedNanos, permit);
        this.startedNanos = startedNanos;
        this.marksAtStart = marksAtStart;
        this.marksAtAttempt = marksAtStart;
    }

    /**
     * Takes the outcome of an attempt and decides, in the order that the contract lays down.
     *
     * @param attempt made by the driver, which says in it what it knows: {@link AttemptOutcome#judged},
     *     {@link AttemptOutcome#butNotRepeatable}
     * @return whether another attempt is to be made, after which wait, or how the call has ended
     */
    public Decision attemptEnded(AttemptOutcome attempt) {
        AttemptOutcome ended = attempt;
        boolean wasTooLong = gate.endLimit(attempt.failure());
        OutcomeRules rules = policy.outcomes();
        ErrorReporter problems = setup().engine().problems();
        Verdict verdict = attempt.verdict() == null ? rules.classify(attempt, problems) : attempt.verdict();
        // A success that comes late is a success, and abort-on wins as always.
        if (wasTooLong && attempt.failed() && !(attempt.failure() instanceof Error) && verdict != Verdict.ABORT) {
            ended = timedOut(attempt, attempt.failure());
            verdict = Verdict.RETRYABLE;
        }
        record.attempts++;
        gate.attemptEnded(verdict);
        if (verdict == Verdict.SUCCESS) {
            record.last = ended;
            return record.endWithSuccess();
        }
        record.failed(ended);
        if (record.attempts == 1) {
            gate.firstAttemptFailed();
        }
        if (verdict != Verdict.RETRYABLE) {
            return endNotRetried(ended, verdict);
        }
        String notAgain = ended.notRepeatable();
        return notAgain == null ? decide(ended) : record.end(CallOutcome.NOT_RETRYABLE, notAgain);
    }

    /** An attempt has failed that is not to be retried. The failure before it, if there is one, must not be lost. */
    private Decision endNotRetried(AttemptOutcome attempt, Verdict verdict) {
        String reason = policy.outcomes().whyNotRetried(verdict, attempt);
        if (LaterFailure.isSetAside(record, attempt, verdict)) {
            reason += ", it seems to come from calling twice: the failure before it stands";
        }
        return record.end(CallOutcome.NOT_RETRYABLE, reason);
    }

    /** Step by step as the contract orders them: what costs something is asked last. */
    private Decision decide(AttemptOutcome attempt) {
        if (record.attempts >= policy.maxAttempts()) {
            return record.end(CallOutcome.EXHAUSTED, "max-attempts is " + policy.maxAttempts());
        }
        if (policy.nested() == Nested.INNERMOST) {
            NestedRetryGuard nested = setup().engine().marks();
            String heldBack = nested.whyHeldBack(attempt, marksAtStart, marksAtAttempt, !hasLeftThread);
            if (heldBack != null) {
                return record.end(CallOutcome.NOT_RETRYABLE, heldBack);
            }
        }
        long wait = gate.backoffNanos(record.attempts);
        long hint = gate.hintNanos(attempt);
        if (hint > policy.backoff().maxDelayNanos()) {
            return record.end(CallOutcome.TIMED_OUT, "delay-hint asks for " + millis(hint) + ", beyond max-delay");
        }
        wait = Math.max(wait, hint);
        if (policy.timeoutNanos() > 0 && wait >= timeLeftNanos()) {
            return record.end(CallOutcome.TIMED_OUT, "a wait of " + millis(wait) + " would end past the timeout");
        }
        if (gate.wouldHaveRefused()) {
            return record.end(
                    CallOutcome.NOT_RETRYABLE, "mode is observe; else the circuit breaker would have refused it");
        }
        String denied = gate.whyDenied();
        if (denied != null) {
            return record.end(CallOutcome.BUDGET_DENIED, denied);
        }
        if (policy.mode() == Mode.OBSERVE) {
            gate.leaveWaiting();
            setup().metrics().countWouldRetry();
            return record.end(
                    CallOutcome.NOT_RETRYABLE, "mode is observe; else it would be retried after " + millis(wait));
        }
        gate.setWait(wait);
        return record.retry(wait);
    }

    /**
     * Waits on the calling thread for the next attempt, and discards the result that is to be replaced.
     *
     * @return whether the attempt is to be made; if not, the call has ended: interrupted (the thread's flag is still
     *     set), stopped, or refused by the circuit breaker
     */
    public boolean awaitNext() {
        switch (gate.await()) {
            case INTERRUPTED:
                record.end(CallOutcome.INTERRUPTED, "the thread was interrupted while it waited");
                return false;
            case STOPPED:
                record.end(CallOutcome.STOPPED, "retries were stopped while it waited");
                return false;
            default:
                return beginNext();
        }
    }

    private boolean beginNext() {
        if (!acquireNext()) {
            return false;
        }
        if (Thread.currentThread().isInterrupted()) {
            gate.release();
            record.end(CallOutcome.INTERRUPTED, "the thread was interrupted while the last result was discarded");
            return false;
        }
        gate.attemptBegins(setup().attemptStartedNanos());
        gate.limitAttempt();
        nextBegins();
        return true;
    }

    /** Begins the attempt after a wait where no thread belongs to the call. */
    boolean beginNextAsync() {
        if (!acquireNext()) {
            return false;
        }
        gate.attemptBegins(setup().engine().clock().nanoTime()); // may throw: then the last outcome is still there
        nextBegins();
        return true;
    }

    private void nextBegins() {
        marksAtAttempt = setup().engine().marks().sequence();
        record.nextAttemptBegins();
    }

    /** A result is given up only once its successor may be made: refused, the caller gets it as it is. */
    private boolean acquireNext() {
        if (!gate.tryAcquireNext()) {
            refused();
            return false;
        }
        if (!record.last.failed()) { // its connection is to be free for the next attempt
            policy.discard().discard(record.last, setup().engine().problems());
        }
        return true;
    }

    /** The circuit breaker refuses an attempt: the call ends. */
    void refused() {
        String breaker = setup().guards().breaker().name();
        record.end(CallOutcome.BREAKER_REJECTED, "the circuit breaker " + breaker + " is open");
    }

    /** An attempt has succeeded; for a driver that need not look at results. */
    public void succeeded() {
        record.attempts++;
        try {
            gate.endLimit(null);
            gate.attemptEnded(Verdict.SUCCESS);
        } finally { // it is counted whatever becomes of its guards
            record.endWithSuccess();
        }
    }

    /** Nobody can say what becomes of the call: gives back what it holds and counts it, unless it has ended. */
    public void abandon() {
        try {
            giveBackAll();
        } catch (Throwable t) {
            gate.dropLimit(); // the caller has been told of a failure already, and the call is to be counted
        }
        record.abandon();
    }

    /** Gives back what the call holds of its guards. */
    void giveBackAll() {
        try {
            gate.endLimit(null);
        } finally {
            try {
                gate.leaveWaiting();
            } finally {
                if (record.outcome == null) {
                    gate.release();
                }
            }
        }
    }

    /** The call goes on without the thread that it began on, if it goes on. */
    public void leavesThread() {
        leavesThread(null);
    }

    /** As {@link #leavesThread()}; says whether the first attempt, which has ended so, has taken too long. */
    boolean leavesThread(Throwable failure) {
        hasLeftThread = true;
        return gate.endLimit(failure);
    }

    /** The outcome of the attempt under way where it has taken too long. */
    AttemptOutcome timedOut(AttemptOutcome attempt, Throwable cause) {
        int number = record.attempts + 1;
        String message = "attempt " + number + " took longer than attempt-timeout "
                + millis(policy.attemptTimeoutNanos()) + (policy.interruptsAttempts() ? " and was cut short" : "");
        return attempt.butFailedWith(setup().engine().failures().attemptTimedOut(message, cause, number));
    }

    /** What is left of the time for the call, which counts from its beginning. */
    long timeLeftNanos() {
        return policy.timeoutNanos() - (setup().engine().clock().nanoTime() - startedNanos);
    }

    static String millis(long nanos) {
        return nanos / 1_000_000 + "ms";
    }

    /**
     * The call is counted where another method counts, as if that had been called: of a call whose first attempt ends,
     * and was handed to that method. Later it has no effect.
     *
     * @param other setup of that method; {@code null}: there is none
     */
    public void countedBy(MethodRetry other) {
        record.countedBy(other);
        gate.countedBy(setup());
    }

    /** Whether another attempt is to be made or under way. */
    public boolean goesOn() {
        return record.outcome == null;
    }

    /** What the call began with. */
    public MethodRetry setup() {
        return record.setup();
    }

    /** What has become of it so far. */
    public CallRecord record() {
        return record;
    }

    RetryGate gate() {
        return gate;
    }
}
