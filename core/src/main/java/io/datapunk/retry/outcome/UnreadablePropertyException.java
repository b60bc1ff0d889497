package io.datapunk.retry.outcome;

/** A property path led to something that is not there or that failed. Names types and accessors, never values. */
public final class UnreadablePropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadablePropertyException(String message, Throwable cause) {
        super(message, cause);
    }
}
