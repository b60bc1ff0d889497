package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.Verdict;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What follows when an attempt of an asynchronous call has ended: the call decides, and another attempt follows after a
 * wait, or the call ends. But for {@link #returnedLate}, it is called by the thread that has claimed the attempt.
 */
final class AttemptEnds {

    private final AsyncCall async;
    private final RetryCall call;
    private final AsyncEnd end;
    private final Object self;
    private final Object[] arguments;

    /** The result of an attempt whose time was over; only where such attempts are not cancelled. */
    private final AtomicReference<AttemptOutcome> lateSuccess;

    /**
     * Of one call.
     *
     * @param self what the method was called on; may be {@code null}, as may the arguments
     */
    AttemptEnds(AsyncCall async, RetryCall call, AsyncEnd end, Object self, Object[] arguments) {
        this.async = async;
        this.call = call;
        this.end = end;
        this.self = self;
        this.arguments = arguments;
        this.lateSuccess = call.setup().policy().interruptsAttempts() ? null : new AtomicReference<AttemptOutcome>();
    }

    AttemptOutcome lateSuccess() {
        return lateSuccess.get();
    }

    /** A claimed attempt has returned. */
    void returned(PendingAttempt attempt, Object result) {
        end.outcomeIs(result, null);
        try {
            attempt.ends();
            goOn(AttemptOutcome.returned(result, self, arguments), false, null);
        } catch (Throwable t) {
            end.breakOff(t);
        }
    }

    /**
     * An attempt has returned whose time was over, but which was not cancelled: if it is a success, the call ends with
     * it.
     */
    void returnedLate(Object result) {
        if (call.setup().policy().interruptsAttempts()) {
            return;
        }
        try {
            AttemptOutcome late = AttemptOutcome.returned(result, self, arguments);
            if (call.setup().classify(late) == Verdict.SUCCESS && lateSuccess.compareAndSet(null, late)) {
                async.end(CallSteps.Wish.LATE_SUCCESS);
            }
        } catch (RuntimeException | Error e) {
            end.report("the result of an attempt that came late is not used", e);
        }
    }

    /** A claimed attempt has ended well, and has no result that rules could look at. */
    void completed(PendingAttempt attempt) {
        end.outcomeIs(null, null);
        try {
            attempt.ends();
            goOn(AttemptOutcome.returned(null, self, arguments).judged(Verdict.SUCCESS), false, null);
        } catch (Throwable t) {
            end.breakOff(t);
        }
    }

    /**
     * A claimed attempt has failed.
     *
     * @param notAgain why it can not be made again; {@code null} where it can
     */
    void failed(PendingAttempt attempt, Throwable failure, String notAgain) {
        Throwable before = end.failure();
        end.outcomeIs(null, failure);
        try {
            attempt.ends();
            AttemptOutcome failed = AttemptOutcome.threw(AsyncEnd.unwrap(failure), self, arguments);
            goOn(failed.butNotRepeatable(notAgain), false, before);
        } catch (Throwable t) {
            end.breakOff(t);
        }
    }

    /** A claimed attempt has taken too long. It is retried unless abort-on names even that. */
    void timedOut(PendingAttempt attempt, Throwable cause) {
        end.outcomeIs(null, call.setup().engine().failures().timeIsOver());
        try {
            attempt.ends();
            AttemptOutcome cutShort = call.timedOut(AttemptOutcome.returned(null, self, arguments), cause);
            end.outcomeIs(null, cutShort.failure());
            goOn(cutShort.butNotRepeatable(attempt.notAgain()), true, null);
        } catch (Throwable t) {
            end.breakOff(t);
        }
    }

    private AttemptOutcome judgedAsCutShort(AttemptOutcome attempt) {
        boolean isAborted = call.setup().classify(attempt) == Verdict.ABORT;
        return attempt.judged(isAborted ? Verdict.ABORT : Verdict.RETRYABLE);
    }

    /**
     * @param before what the attempt before failed with, in its wrapping; it may turn out to be what the caller gets
     */
    private void goOn(AttemptOutcome attempt, boolean wasCutShort, Throwable before) {
        boolean again = false;
        try {
            again = call.attemptEnded(wasCutShort ? judgedAsCutShort(attempt) : attempt)
                    .isRetry();
            AttemptOutcome last = call.record().last;
            if (before != null && last != null && last != attempt && last.failure() == AsyncEnd.unwrap(before)) {
                end.outcomeIs(null, before);
            }
        } catch (Throwable t) {
            call.record().last = attempt;
            call.abandon();
            end.report("a retry was not decided, the method's own outcome stands", t);
        }
        if (again) {
            async.beginWait();
        } else {
            end.tell();
        }
    }

    /** An attempt has ended so, and to say so has thrown; its step is claimed. */
    void endsWith(Object result, Throwable failure) {
        end.outcomeIs(result, failure);
        end.breakOff(null);
    }

    void report(String what, Throwable thrown) {
        end.report(what, thrown);
    }
}
