package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.Verdict;

/**
 * Ends an asynchronous call while an attempt is under way or waited for. Without effect where it has ended.
 * Stateless.
 */
final class EarlyEnd {

    private EarlyEnd() {}

    /** The time for the whole call is over. */
    static void timeIsOver(RetryCall call) {
        String limit = RetryCall.millis(call.setup().policy().timeoutNanos());
        // A service that hangs is one that fails: the breaker counts the attempt as a failure.
        end(call, CallOutcome.TIMED_OUT, Verdict.RETRYABLE, "the timeout of " + limit + " is over");
    }

    /** Nobody wants the call's result any more, or retries were stopped. */
    static void stopped(RetryCall call, String reason) {
        end(call, CallOutcome.STOPPED, Verdict.NEVER, reason);
    }

    /** The executor has not taken the next attempt. */
    static void notTaken(RetryCall call, Throwable why) {
        String reason = "async-executor did not take the retry: " + why.getMessage();
        end(call, CallOutcome.BUDGET_DENIED, Verdict.NEVER, reason);
    }

    /** An attempt has succeeded whose time was over, while another is under way or waited for. */
    static void succeededLate(RetryCall call, AttemptOutcome late) {
        if (!call.goesOn()) {
            return;
        }
        CallRecord record = call.record();
        if (record.last == null) {
            record.attempts++;
            call.gate().attemptEnded(Verdict.NEVER);
        }
        record.last = late;
        record.endWithRetriedSuccess();
    }

    private static void end(RetryCall call, CallOutcome how, Verdict ofAttempt, String reason) {
        if (!call.goesOn()) {
            return;
        }
        CallRecord record = call.record();
        if (record.last == null) { // an attempt is under way
            record.attempts++;
            call.gate().attemptEnded(ofAttempt);
            record.last = record.lastFailed;
            if (record.attempts == 1) {
                call.gate().firstAttemptFailed();
            }
        }
        record.end(how, reason);
    }
}
