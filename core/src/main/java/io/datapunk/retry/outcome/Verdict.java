package io.datapunk.retry.outcome;

/** What the rules say of the outcome of one attempt. */
public enum Verdict {
    /** It returned, and no {@code retry-if} names the result. */
    SUCCESS,
    /** A {@code retry-on} or {@code retry-if} names it. */
    RETRYABLE,
    /** An {@code abort-on} names it. */
    ABORT,
    /** A failure that nothing names. */
    UNNAMED,
    /** A failure that is never retried, whatever the rules say; also an {@code Error} that no rule names. */
    NEVER
}
