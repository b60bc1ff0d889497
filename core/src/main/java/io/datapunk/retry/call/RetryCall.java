package io.datapunk.retry.call;

import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.guard.WaitingLimit;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.Verdict;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.Nested;

/**
 * One call from its first failure on: what became of each attempt, whether another follows, and how it ended.
 *
 * <p>A driver makes one when the first attempt did not plainly succeed, and feeds it the end of each attempt:
 * {@link #attemptEnded} says whether another attempt follows, once {@link #awaitNext} has waited. A call that succeeds at
 * once needs none of this and costs {@link CallMetrics#firstTrySuccess()} alone.
 *
 * <p>Not thread-safe; {@link AsyncCall}, which holds no thread while it waits, hands it from step to step.
 */
public final class RetryCall extends CallHoldings {

    private final long marksAtStart;

    /** As {@link #marksAtStart}, when the attempt began that is under way. */
    private long marksAtAttempt;

    private final long firstPermit;

    private long waitNanos;

    /**
     * A call that has begun.
     *
     * @param setup what the call began with
     * @param marksAtStart {@link NestedRetryGuard#sequence()} as it was when the call began
     * @param startedNanos {@link MethodRetry#startedNanos()} as it was when the call began
     * @param permit {@link MethodRetry#tryAcquire()} as it was when the call began
     */
    public RetryCall(MethodRetry setup, long marksAtStart, long startedNanos, long permit) {
        super(setup, startedNanos, permit);
        this.marksAtStart = marksAtStart;
        this.marksAtAttempt = marksAtStart;
        this.firstPermit = permit;
    }

    /** Begins a call whose attempts are watched, or that was refused: {@link #goesOn()} says whether to make the first. */
    public static RetryCall begin(MethodRetry setup, long permit) {
        return begin(setup, setup.startedNanos(), permit);
    }

    /** Begins a call whose first attempt ends later, on whatever thread: {@link #goesOn()} says whether to make it. */
    public static RetryCall beginAsync(MethodRetry setup) {
        return begin(setup, setup.engine().clock().nanoTime(), setup.tryAcquire());
    }

    private static RetryCall begin(MethodRetry setup, long startedNanos, long permit) {
        RetryCall call = new RetryCall(setup, setup.engine().marks().sequence(), startedNanos, permit);
        boolean hasBegun = false;
        try {
            if (permit == MethodRetry.REFUSED) {
                call.refused();
            } else {
                call.watchAttempt();
            }
            hasBegun = true;
        } finally {
            if (!hasBegun) {
                call.giveBackAll(); // the driver goes on without it, and counts the call
            }
        }
        return call;
    }

    /**
     * Takes the end of an attempt and decides, in the order that the contract lays down.
     *
     * @return whether another attempt is to be made after {@link #nextWaitNanos()}; if not, {@link #outcome()} says why
     */
    public boolean attemptEnded(AttemptOutcome attempt) {
        boolean wasCutShort = settle(attempt.failure());
        Verdict verdict = setup.classify(attempt);
        // A success that comes late is a success, and abort-on wins as always.
        boolean stands = !attempt.failed() || attempt.failure() instanceof Error || verdict == Verdict.ABORT;
        return wasCutShort && !stands
                ? attemptEnded(timedOut(attempt, attempt.failure()), Verdict.RETRYABLE, null, true)
                : attemptEnded(attempt, verdict);
    }

    /**
     * As {@link #attemptEnded(AttemptOutcome)}, for a driver that knows what {@link MethodRetry#classify} says already of an
     * attempt that was not watched.
     */
    public boolean attemptEnded(AttemptOutcome attempt, Verdict verdict) {
        return attemptEnded(attempt, verdict, null, true);
    }

    /**
     * As {@link #attemptEnded(AttemptOutcome)}, for an attempt that no thread belongs to.
     *
     * @param wasCutShort whether its failure is that it took too long
     * @param notAgain why it can not be made again; stands in the decision where it would be. {@code null}: it can
     */
    boolean attemptEnded(AttemptOutcome attempt, boolean wasCutShort, String notAgain) {
        Verdict verdict = wasCutShort ? verdictOfCutShort(attempt) : setup.classify(attempt);
        return attemptEnded(attempt, verdict, notAgain, false);
    }

    /** @param onOneThread whether the attempt ran on this thread, from its beginning to its end */
    private boolean attemptEnded(AttemptOutcome attempt, Verdict verdict, String notAgain, boolean onOneThread) {
        attempts++;
        setup.attemptEnded(permit, attemptStartedNanos, verdict);
        permit = MethodRetry.NO_BREAKER;
        if (verdict == Verdict.SUCCESS) {
            last = attempt;
            return end(attempts == 1 ? CallOutcome.FIRST_TRY_SUCCESS : CallOutcome.RETRIED_SUCCESS);
        }
        remember(attempt);
        if (attempts == 1) {
            firstAttemptFailed();
        }
        if (verdict != Verdict.RETRYABLE) {
            return endsUnnamed(attempt, verdict);
        }
        return notAgain == null ? decide(attempt, onOneThread) : end(CallOutcome.NOT_RETRYABLE, notAgain);
    }

    /** An attempt has failed that is not to be retried. The failure before it, if there is one, must not be lost. */
    private boolean endsUnnamed(AttemptOutcome attempt, Verdict verdict) {
        String reason = reasonOf(verdict, attempt);
        if (lastFailed == null || !attempt.failed()) {
            return end(CallOutcome.NOT_RETRYABLE, reason);
        }
        Throwable before = lastFailed.failure();
        Throwable later = attempt.failure();
        boolean beforeStands = verdict == Verdict.UNNAMED && LaterFailure.comesFromCallingTwice(later);
        try {
            NestedRetryGuard marks = setup.engine().marks();
            if (beforeStands) {
                last = lastFailed;
                LaterFailure.suppress(before, marks.surfaces(before), later);
            } else {
                LaterFailure.suppress(later, marks.surfaces(later), before);
            }
            setup.failedOtherwise(before, later, beforeStands);
        } catch (RuntimeException | Error e) { // want of stack or memory: the outcome stands
            setup.engine().problems().report("a failure was not added to the one that the caller gets", e);
        }
        return end(
                CallOutcome.NOT_RETRYABLE,
                beforeStands ? reason + ", it seems to come from calling twice: the failure before it stands" : reason);
    }

    /** Step by step as the contract orders them: what costs something is asked last. */
    private boolean decide(AttemptOutcome attempt, boolean onOneThread) {
        if (attempts >= policy.maxAttempts()) {
            return end(CallOutcome.EXHAUSTED, "max-attempts is " + policy.maxAttempts());
        }
        String heldBack = policy.nested() == Nested.INNERMOST ? whyHeldBack(attempt, onOneThread) : null;
        if (heldBack != null) {
            return end(CallOutcome.NOT_RETRYABLE, heldBack);
        }
        WaitPlan plan = new WaitPlan(setup);
        long wait = plan.backoffNanos(attempts, waitNanos);
        long hint = plan.hintNanos(attempt);
        if (hint > policy.backoff().maxDelayNanos()) {
            return end(CallOutcome.TIMED_OUT, "delay-hint asks for " + millis(hint) + ", beyond max-delay");
        }
        wait = Math.max(wait, hint);
        if (policy.timeoutNanos() > 0 && wait >= policy.timeoutNanos() - elapsedNanos()) {
            return end(CallOutcome.TIMED_OUT, "a wait of " + millis(wait) + " would end past the timeout");
        }
        if (firstPermit == MethodRetry.WOULD_REFUSE) {
            return end(CallOutcome.NOT_RETRYABLE, "mode is observe; else the circuit breaker would have refused it");
        }
        WaitingLimit waitingLimit = setup.guards().waitingLimit();
        holdsWaitingPlace = waitingLimit != null && waitingLimit.tryEnter();
        if (waitingLimit != null && !holdsWaitingPlace) {
            return end(CallOutcome.BUDGET_DENIED, "max-waiting is " + waitingLimit.most() + ", and as many wait");
        }
        RetryBudget budget = setup.guards().budget();
        if (budget != null && !budget.tryWithdraw(setup.engine().timer())) {
            leaveWaiting();
            return end(CallOutcome.BUDGET_DENIED, "the budget " + budget.name() + " has no token left");
        }
        if (policy.mode() == Mode.OBSERVE) {
            leaveWaiting();
            setup.metrics().countWouldRetry();
            return end(CallOutcome.NOT_RETRYABLE, "mode is observe; else it would be retried after " + millis(wait));
        }
        waitNanos = wait;
        decision = Decision.retry(attempts, wait);
        setup.decided(decision, attempt);
        return true;
    }

    /**
     * Waits on the calling thread for the next attempt, and discards the result that is to be replaced.
     *
     * @return whether the attempt is to be made; if not, {@link #outcome()} is {@code INTERRUPTED} (the thread's flag is
     *     still set) or {@code STOPPED}
     */
    public boolean awaitNext() {
        switch (waitNanos > 0 ? await() : pass()) {
            case INTERRUPTED:
                return end(CallOutcome.INTERRUPTED, "the thread was interrupted while it waited");
            case STOPPED:
                return end(CallOutcome.STOPPED, "retries were stopped while it waited");
            default:
                return beginNext();
        }
    }

    private WaitRegistry.Wake await() {
        RetryEngine engine = setup.engine();
        waitBegins();
        try {
            return engine.waiters().await(engine.clock(), waitNanos);
        } finally {
            waitEnds();
        }
    }

    /** There is nothing to wait for: no clock is read, and nobody counted as waiting. */
    private WaitRegistry.Wake pass() {
        leaveWaiting();
        return setup.engine().waiters().now();
    }

    private boolean beginNext() {
        if (!acquireNext()) {
            return false;
        }
        if (Thread.currentThread().isInterrupted()) {
            setup.attemptEnded(permit, 0, Verdict.NEVER);
            return end(CallOutcome.INTERRUPTED, "the thread was interrupted while the last result was discarded");
        }
        attemptStartedNanos = setup.attemptStartedNanos();
        watchAttempt();
        nextBegins();
        return true;
    }

    private void nextBegins() {
        marksAtAttempt = setup.engine().marks().sequence();
        lastFailed = last.failed() ? last : null;
        last = null;
    }

    /** A result is given up only once its successor may be made: refused, the caller gets it as it is. */
    private boolean acquireNext() {
        permit = setup.tryAcquire();
        if (permit == MethodRetry.REFUSED) {
            return refused();
        }
        discardLast();
        return true;
    }

    private boolean refused() {
        return end(
                CallOutcome.BREAKER_REJECTED,
                "the circuit breaker " + setup.guards().breaker().name() + " is open");
    }

    /** An attempt has succeeded; for a driver that need not look at results. */
    public void succeeded() {
        attempts++;
        try {
            settle(null);
            setup.attemptEnded(permit, attemptStartedNanos, Verdict.SUCCESS);
        } finally { // it is counted whatever becomes of its guards
            end(attempts == 1 ? CallOutcome.FIRST_TRY_SUCCESS : CallOutcome.RETRIED_SUCCESS);
        }
    }

    /** As {@link #abandon()}, where an attempt's own outcome stands. */
    void abandon(AttemptOutcome stands) {
        last = stands;
        abandon();
    }

    /** Nobody can say what becomes of the call: gives back what it holds and counts it, unless it has ended. */
    public void abandon() {
        try {
            giveBackAll();
        } catch (Throwable t) {
            dropWatch(); // the caller has been told of a failure already, and the call is to be counted
        }
        if (outcome == null) {
            outcome = CallOutcome.NOT_RETRYABLE;
            setup.abandoned(attempts, last);
        }
    }

    private void giveBackAll() {
        try {
            settle(null);
        } finally {
            try {
                leaveWaiting();
            } finally {
                if (outcome == null) {
                    long held = permit;
                    permit = MethodRetry.NO_BREAKER;
                    setup.attemptEnded(held, 0, Verdict.NEVER);
                }
            }
        }
    }

    /** Begins the attempt after a wait where no thread belongs to the call; the last failure is kept for {@link #timeIsOver}. */
    boolean beginNextAsync() {
        if (!acquireNext()) {
            return false;
        }
        attemptStartedNanos = setup.engine().clock().nanoTime(); // may throw: then the last outcome is still there
        nextBegins();
        return true;
    }

    /** Whoever asks for attempt-timeout wants it retried, unless abort-on names even that. */
    private Verdict verdictOfCutShort(AttemptOutcome settled) {
        return setup.classify(settled) == Verdict.ABORT ? Verdict.ABORT : Verdict.RETRYABLE;
    }

    /** Gives up the result that the next attempt replaces, so that its connection is free for that attempt. */
    private void discardLast() {
        if (!last.failed()) {
            policy.discard().discard(last, setup.engine().problems());
        }
    }

    /** Why an inner method leaves this one nothing to retry; {@code null}: none does. */
    private String whyHeldBack(AttemptOutcome attempt, boolean onOneThread) {
        NestedRetryGuard marks = setup.engine().marks();
        boolean isMarked = attempt.failed()
                ? marks.isMarked(attempt.failure(), marksAtStart)
                : marks.isResultMarked(attempt.result(), marksAtStart);
        if (isMarked) {
            return Decision.INNER_GAVE_UP + " on it";
        }
        return onOneThread && marks.lastGaveUpAfter(marksAtAttempt)
                ? Decision.INNER_GAVE_UP + " during this attempt (a layer between drops the cause)"
                : null;
    }

    private String reasonOf(Verdict verdict, AttemptOutcome attempt) {
        switch (verdict) {
            case ABORT:
                return "abort-on names it";
            case NEVER:
                return "it is never retried";
            default:
                String notJudged = policy.outcomes().notJudged(attempt);
                return "retry-on does not name it" + (notJudged == null ? "" : "; " + notJudged);
        }
    }

    /** The wait before the next attempt in nanoseconds; 0 before the first failure. */
    public long nextWaitNanos() {
        return waitNanos;
    }
}
