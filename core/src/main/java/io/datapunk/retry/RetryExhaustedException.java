package io.datapunk.retry;

/** No attempt, no budget or no breaker was left for another retry. */
public class RetryExhaustedException extends RetryException {

    private static final long serialVersionUID = 1L;

    RetryExhaustedException(String message, Throwable cause, int attempts) {
        super(message, cause, attempts);
    }
}
