package io.datapunk.retry;

/**
 * A call that was retried has failed for good. Thrown only where a policy asks for it ({@code on-exhausted: wrap});
 * otherwise the caller gets the last failure itself.
 *
 * <p>The cause is the last failure, where there was one; the earlier ones are suppressed, oldest first, at most ten.
 * The stack trace begins at the method that was retried.
 */
public class RetryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int attempts;

    RetryException(String message, Throwable cause, int attempts) {
        super(message, cause);
        this.attempts = attempts;
    }

    /** Made beforehand, for any call: it says nothing of one, and keeps nothing of any. */
    RetryException(String message) {
        super(message, null, false, false);
        this.attempts = 0;
    }

    /** How many attempts were made, the first included; 0 where there was no memory to say so. */
    public int getAttempts() {
        return attempts;
    }
}
