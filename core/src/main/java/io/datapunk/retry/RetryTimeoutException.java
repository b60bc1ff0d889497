package io.datapunk.retry;

/** The time for the call did not suffice for another retry. */
public class RetryTimeoutException extends RetryException {

    private static final long serialVersionUID = 1L;

    RetryTimeoutException(String message, Throwable cause, int attempts) {
        super(message, cause, attempts);
    }
}
