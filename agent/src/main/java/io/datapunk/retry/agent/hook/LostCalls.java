package io.datapunk.retry.agent.hook;

import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryCall;
import io.datapunk.retry.call.RetryGate;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.Verdict;

/**
 * Calls that the agent could not decide: the attempt's own outcome stands, what the call holds is given back, and the
 * call is counted once. Thread-safe.
 */
final class LostCalls {

    private final ErrorReporter problems;

    LostCalls(ErrorReporter problems) {
        this.problems = problems;
    }

    /**
     * Gives the call up; does not throw.
     *
     * @param state of the call: a {@link RetryCall}, or the {@link MethodRetry} that it began with; all else is ignored
     * @param permit of the first attempt, where no other has begun
     */
    void abandon(Object state, long permit) {
        try {
            if (state instanceof RetryCall) {
                ((RetryCall) state).abandon();
            } else if (state instanceof MethodRetry) {
                ((MethodRetry) state).abandoned(1, null);
                RetryGate.attemptEnded((MethodRetry) state, permit, 0, Verdict.NEVER);
            }
        } catch (Throwable t) {
            problems.report("a call that could not be decided was not told of", t);
        }
    }

    /** As {@link #abandon}, of a call that the agent has made itself: a failure at the first attempt is not counted. */
    void ofOwnWork(Object state, long permit) {
        if (state instanceof RetryCall) {
            ((RetryCall) state).abandon();
        } else if (state instanceof MethodRetry) {
            RetryGate.attemptEnded((MethodRetry) state, permit, 0, Verdict.NEVER);
        }
    }
}
