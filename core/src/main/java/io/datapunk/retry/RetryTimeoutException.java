package io.datapunk.retry;

/** The time for the call did not suffice for another retry, or an attempt took longer than {@code attempt-timeout}. */
public class RetryTimeoutException extends RetryException {

    private static final long serialVersionUID = 1L;

    RetryTimeoutException(String message, Throwable cause, int attempts) {
        super(message, cause, attempts);
    }

    RetryTimeoutException(String message) {
        super(message);
    }
}
