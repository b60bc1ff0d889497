package io.datapunk.retry.call;

/**
 * What follows the end of an attempt: another one after a wait, or the end of the call, with its outcome and the
 * reason. For people, {@link #toString()} says so.
 *
 * <p>Immutable. Holds nothing of the application: no failure, no result, no class.
 */
public final class Decision {

    /** How the reason begins where {@code nested: innermost} keeps a failure from being retried. */
    static final String INNER_GAVE_UP = "an inner method has given up";

    private static final Decision FIRST_TRY_SUCCESS = end(CallOutcome.FIRST_TRY_SUCCESS, 0, "an attempt succeeded");
    private static final Decision RETRIED_SUCCESS = end(CallOutcome.RETRIED_SUCCESS, 0, "an attempt succeeded");

    private final CallOutcome end;
    private final int attempt;
    private final long nanos;
    private final String reason;

    private Decision(CallOutcome end, int attempt, long nanos, String reason) {
        this.end = end;
        this.attempt = attempt;
        this.nanos = nanos;
        this.reason = reason;
    }

    static Decision retry(int failedAttempt, long waitNanos) {
        return new Decision(null, failedAttempt, waitNanos, null);
    }

    /** The call has ended with a success: one of two, and which attempt it was is not said. */
    static Decision success(CallOutcome end) {
        return end == CallOutcome.FIRST_TRY_SUCCESS ? FIRST_TRY_SUCCESS : RETRIED_SUCCESS;
    }

    static Decision end(CallOutcome end, int attempts, String reason) {
        return new Decision(end, attempts, 0, reason);
    }

    /** Whether another attempt follows. */
    public boolean isRetry() {
        return end == null;
    }

    /** How the call ended; {@code null}: it went on with another attempt. */
    public CallOutcome end() {
        return end;
    }

    /** Attempts made until then, 1 or more; 0 where none was made, and for a success. */
    public int attempts() {
        return attempt;
    }

    /** The wait before the next attempt in nanoseconds; 0 where there was none. */
    public long waitNanos() {
        return nanos;
    }

    /** Why it ended; {@code null}: it went on. */
    public String reason() {
        return reason;
    }

    /** Whether it was not retried because a method below, which is retried as well, has given up. */
    public boolean isHeldBack() {
        return reason != null && reason.startsWith(INNER_GAVE_UP);
    }

    @Override
    public String toString() {
        if (end == null) {
            return "retried: attempt " + (attempt + 1) + " after " + nanos / 1_000_000 + "ms";
        }
        if (attempt == 0) {
            return end.metric() + ": " + reason;
        }
        String made = attempt == 1 ? "1 attempt" : attempt + " attempts";
        return end.metric() + " after " + made + ": " + reason;
    }
}
