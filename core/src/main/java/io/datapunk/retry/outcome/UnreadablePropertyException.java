package io.datapunk.retry.outcome;

/** What a rule asks for is not there or failed to be read. Names types, accessors and patterns, never values. */
public final class UnreadablePropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadablePropertyException(String message, Throwable cause) {
        super(message, cause);
    }
}
