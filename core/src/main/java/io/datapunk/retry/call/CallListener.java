package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;

/**
 * Hears what is decided about the calls of one method: each retry, and each end that is not a success, once. Calls that
 * succeed at once are not told of; {@link CallMetrics} counts them.
 *
 * <p>Called on the thread that decides, before the wait. Thread-safe; must be quick and must not throw.
 */
public interface CallListener {

    /** Ignores everything. */
    CallListener NONE = new CallListener() {
        @Override
        public void decided(Decision decision, AttemptOutcome last) {}
    };

    /**
     * A retry was decided ({@link Decision#end()} is {@code null}), or a call has ended otherwise than by success.
     *
     * @param last the attempt that failed; {@code null} where none was made, or its end was not waited for. Not to
     *     be kept
     */
    void decided(Decision decision, AttemptOutcome last);

    /**
     * An attempt after the first failed in a way that is not retried; {@link #decided} follows.
     *
     * @param before the failure before it
     * @param later what the attempt failed with
     * @param beforeStands whether the caller gets the failure before, and else the later one; the other is
     *     suppressed in it
     */
    default void failedOtherwise(Throwable before, Throwable later, boolean beforeStands) {
        // of use to those who tell people
    }
}
