package io.datapunk.retry.call;

/**
 * Makes the attempts of an {@link AsyncCall} and is told its end; implemented by those who know what futures and
 * streams are.
 */
public interface AsyncDriver {

    /**
     * Makes another attempt, not the first. What it throws is not the application's, and ends the call with the outcome
     * before.
     *
     * @param attempt to be told when it has ended, or, by {@link PendingAttempt#threw}, that it has thrown
     */
    void begin(PendingAttempt attempt);

    /**
     * The call has ended. What it throws is followed by {@link #settle}.
     *
     * @param ended a call that does not go on
     * @param failure the failure of its last attempt in the wrapping that it came in; {@code null} where it has none
     */
    void ended(RetryCall ended, Throwable failure);

    /**
     * Gives the caller an outcome where {@link #ended} could not be told, or has thrown. Without effect where the
     * caller has one. If it throws it is called again, on another thread.
     *
     * @param failure {@code null}: the result is the outcome
     */
    void settle(Object result, Throwable failure);
}
