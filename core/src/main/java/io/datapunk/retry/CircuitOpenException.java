package io.datapunk.retry;

/**
 * A circuit breaker was open when the call began: no attempt was made. Thrown unless the rule names another class
 * ({@code open-exception}).
 */
public class CircuitOpenException extends RetryException {

    private static final long serialVersionUID = 1L;

    CircuitOpenException(String message) {
        super(message, null, 0);
    }
}
