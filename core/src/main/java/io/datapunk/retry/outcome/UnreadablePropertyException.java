package io.datapunk.retry.outcome;

/** What a rule asks for is not there or failed to be read. Names types, accessors and patterns, never values. */
public final class UnreadablePropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean isMissing;

    UnreadablePropertyException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private UnreadablePropertyException(String message, Throwable cause, boolean isMissing) {
        super(message, cause);
        this.isMissing = isMissing;
    }

    /** The type of the object has nothing of that name: the rule does not fit it, and no code has failed. */
    static UnreadablePropertyException missing(String message) {
        return new UnreadablePropertyException(message, null, true);
    }

    /** Reports it, as an error only where code has failed. */
    void reportTo(ErrorReporter problems, String what) {
        if (isMissing) {
            problems.doesNotFit(what + getMessage(), this);
        } else {
            problems.report(what + getMessage(), this);
        }
    }
}
