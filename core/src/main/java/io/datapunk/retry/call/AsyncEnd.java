package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * The end of an asynchronous call, and how its caller is told. The outcome of the last attempt is kept in two fields as
 * it was told: whatever the engine throws on the way, {@link AsyncDriver#settle} hands it on without the engine's help.
 * Where even that throws, for want of memory or stack, {@link LateEnds} does it later.
 *
 * <p>Used by the thread that has claimed the call's step.
 */
final class AsyncEnd extends LateEnd {

    private final RetryCall call;
    private final AsyncDriver driver;
    private final CallSteps steps;

    /** {@code null}: the call has no timeout. */
    private ScheduledStep deadline;

    private Object result;

    /** Before the first attempt has ended it is the engine's. */
    private Throwable failure;

    /** The executor has not taken the next attempt. */
    private Throwable whyNotTaken;

    AsyncEnd(RetryCall call, AsyncDriver driver, CallSteps steps) {
        this.call = call;
        this.driver = driver;
        this.steps = steps;
        this.failure = call.setup().engine().failures().timeIsOver();
    }

    /** To be cancelled when the call ends. */
    void cancels(ScheduledStep limit) {
        deadline = limit;
    }

    /** An attempt has ended so: the outcome, should the call end here. */
    void outcomeIs(Object returned, Throwable thrown) {
        result = returned;
        failure = thrown;
    }

    /** What the last attempt failed with, in its wrapping; {@code null}: it has returned. */
    Throwable failure() {
        return failure;
    }

    void notTaken(Throwable why) {
        whyNotTaken = why;
    }

    Throwable whyNotTaken() {
        return whyNotTaken;
    }

    /** The call has ended, and its caller is told. */
    void tell() {
        isOver();
        AttemptOutcome last = call.record().last;
        boolean isLast = last != null && last.failed() && last.failure() == unwrap(failure);
        driver.ended(call, isLast ? failure : null);
    }

    /** The call has ended. */
    void isOver() {
        if (deadline != null) {
            deadline.cancel();
        }
    }

    /** What rules are held against: the failure within the wrappings of futures. */
    static Throwable unwrap(Throwable wrapped) {
        Throwable inner = wrapped;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /**
     * The engine has thrown on a thread that had claimed a step. Unless another thread goes on with the call, it ends
     * with the last attempt's own outcome.
     *
     * @param thrown {@code null}: it was reported before
     */
    void breakOff(Throwable thrown) {
        if (!steps.isClaimedAnew()) {
            return;
        }
        tellNowOrLate();
        if (thrown != null) {
            report("a call broke off, its last outcome stands", thrown);
        }
    }

    /** The thread that has claimed the step hangs in code of the application, or has lost the call. */
    void tellInPlaceOfOther() {
        try {
            EarlyEnd.timeIsOver(call);
        } catch (RuntimeException | Error e) {
            report("a call whose time is over is ended without its reason", e);
        }
        tellNowOrLate();
    }

    private void tellNowOrLate() {
        if (!tellEnd()) {
            tellLate();
        }
    }

    /** A thread on which the application is not to run has claimed a step, and cannot go on. */
    void tellLate() {
        call.setup().engine().threads().lateEnds().add(this);
    }

    /** Without the engine's help as far as possible: it has failed already. The calling thread has claimed the step. */
    @Override
    boolean tellEnd() {
        try {
            if (whyNotTaken != null && call.goesOn()) {
                EarlyEnd.notTaken(call, whyNotTaken);
            }
        } catch (Throwable t) {
            // then without the reason
        }
        try {
            call.abandon();
        } catch (Throwable t) {
            // counted or not, the caller is not to wait
        }
        try {
            if (steps.isToBeTold()) {
                driver.settle(result, failure);
            }
        } catch (Throwable t) {
            return false;
        }
        try {
            ClaimableStep step = steps.current();
            if (step != null) {
                step.ends();
            }
            call.gate().waitEnds();
            isOver();
        } catch (Throwable t) {
            // a timer's task finds that it has nothing to do
        }
        return true;
    }

    void report(String what, Throwable thrown) {
        try {
            call.setup().engine().problems().report(what, thrown);
        } catch (Throwable t) {
            // for want of memory or stack: there is no place to say so
        }
    }
}
