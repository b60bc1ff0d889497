package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.Verdict;

/**
 * What a call holds while it goes on, and gives back: its permit, the watch over the attempt under way, its place among those
 * who wait, its time. A superclass of {@link RetryCall} for the same reason as {@link CallRecord}. Not thread-safe.
 */
abstract class CallHoldings extends CallRecord {

    private final long startedNanos;

    long permit;
    long attemptStartedNanos;
    boolean holdsWaitingPlace;

    /** The last attempt, while the one after it is under way; {@code null} where it did not fail. */
    AttemptOutcome lastFailed;

    private AttemptTimeout watch;

    // Of an attempt that is not to be interrupted: its time is looked at when it ends.
    private boolean isTimed;
    private long timedSinceNanos;

    private long waitBeganNanos;
    private boolean isWaiting;

    CallHoldings(MethodRetry setup, long startedNanos, long permit) {
        super(setup);
        this.startedNanos = startedNanos;
        this.attemptStartedNanos = startedNanos;
        this.permit = permit;
    }

    final void watchAttempt() {
        if (!setup.watchesAttempts()) {
            return;
        }
        isTimed = !policy.interruptsAttempts();
        if (isTimed) {
            timedSinceNanos = setup.engine().clock().nanoTime();
        } else {
            watch = new AttemptTimeout(setup.engine().timer());
            watch.start(policy.attemptTimeoutNanos()); // known before it begins: it is ended whatever happens
        }
    }

    /** Ends the watch over an attempt that has ended; says whether it has taken too long. */
    final boolean settle(Throwable failure) {
        AttemptTimeout ended = watch;
        if (ended == null) {
            boolean wasTimed = isTimed;
            isTimed = false;
            return wasTimed && setup.engine().clock().nanoTime() - timedSinceNanos >= policy.attemptTimeoutNanos();
        }
        boolean wasInterrupted = ended.endAndTakeBack(failure); // where it throws, dropWatch() follows
        watch = null;
        return wasInterrupted;
    }

    /** Ends the watch where {@link #settle} has thrown: it must not interrupt what its thread does next. */
    final void dropWatch() {
        AttemptTimeout left = watch;
        watch = null;
        if (left != null) {
            left.drop();
        }
    }

    /** The call goes on without the thread that it began on, if it goes on. */
    public final void leavesThread() {
        settle(null);
    }

    final AttemptOutcome timedOut(AttemptOutcome attempt, Throwable cause) {
        String message = "attempt " + (attempts + 1) + " took longer than attempt-timeout "
                + millis(policy.attemptTimeoutNanos()) + (policy.interruptsAttempts() ? " and was cut short" : "");
        return attempt.butFailedWith(setup.engine().failures().attemptTimedOut(message, cause, attempts + 1));
    }

    /** Ends the call because its time is over, while an attempt is under way or waited for. */
    final void timeIsOver() {
        // A service that hangs is one that fails: its breaker is to hear of it.
        giveUp(
                CallOutcome.TIMED_OUT,
                Verdict.RETRYABLE,
                "the timeout of " + millis(policy.timeoutNanos()) + " is over");
    }

    /** Ends the call because nobody wants it any more, or retries were stopped. */
    final void stopped(String reason) {
        giveUp(CallOutcome.STOPPED, Verdict.NEVER, reason);
    }

    /** Ends the call because its executor has not taken the next attempt. */
    final void notTaken(Throwable why) {
        giveUp(CallOutcome.BUDGET_DENIED, Verdict.NEVER, "async-executor did not take the retry: " + why.getMessage());
    }

    /** Ends the call with the success of an attempt whose time was over, while another is under way or waited for. */
    final void succeededLate(AttemptOutcome late) {
        if (outcome != null) {
            return;
        }
        if (last == null) {
            attempts++;
            setup.attemptEnded(permit, attemptStartedNanos, Verdict.NEVER);
            permit = MethodRetry.NO_BREAKER;
        }
        last = late;
        end(CallOutcome.RETRIED_SUCCESS);
    }

    private void giveUp(CallOutcome how, Verdict ofAttempt, String reason) {
        if (outcome != null) {
            return;
        }
        if (last == null) { // an attempt is under way
            attempts++;
            setup.attemptEnded(permit, attemptStartedNanos, ofAttempt);
            permit = MethodRetry.NO_BREAKER;
            last = lastFailed;
            if (attempts == 1) {
                firstAttemptFailed();
            }
        }
        end(how, reason);
    }

    final void firstAttemptFailed() {
        if (setup.guards().budget() != null) {
            setup.guards().budget().callFailed(setup.metrics());
        }
    }

    /** The wait begins; {@link #waitEnds} must follow, whatever happens. */
    final void waitBegins() {
        waitBeganNanos = setup.engine().clock().nanoTime();
        setup.metrics().waitBegins();
        isWaiting = true;
    }

    /** The wait is over, however it ended; without effect where none has begun. */
    final void waitEnds() {
        try {
            if (isWaiting) {
                isWaiting = false;
                setup.metrics().waitEnds(setup.engine().clock().nanoTime() - waitBeganNanos);
            }
        } finally {
            leaveWaiting();
        }
    }

    final void leaveWaiting() {
        if (holdsWaitingPlace) {
            holdsWaitingPlace = false;
            setup.guards().waitingLimit().leave();
        }
    }

    /** What is left of the time for an attempt, or for the call; the latter counts from its beginning. */
    final long attemptTimeLeftNanos() {
        return policy.attemptTimeoutNanos() - (setup.engine().clock().nanoTime() - attemptStartedNanos);
    }

    final long timeLeftNanos() {
        return policy.timeoutNanos() - elapsedNanos();
    }

    final long elapsedNanos() {
        return setup.engine().clock().nanoTime() - startedNanos;
    }

    static String millis(long nanos) {
        return nanos / 1_000_000 + "ms";
    }
}
