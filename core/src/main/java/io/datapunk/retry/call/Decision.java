package io.datapunk.retry.call;

/**
 * Why the last failure of a method was or was not retried; for people, who read {@link #toString()}.
 *
 * <p>Immutable. Holds nothing of the application: no failure, no result, no class.
 */
public final class Decision {

    /** How the reason begins where {@code nested: innermost} keeps a failure from being retried. */
    static final String INNER_GAVE_UP = "an inner method has given up";

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

    static Decision end(CallOutcome end, int attempts, String reason) {
        return new Decision(end, attempts, 0, reason);
    }

    /** How the call ended; {@code null}: it went on with another attempt. */
    public CallOutcome end() {
        return end;
    }

    /** Attempts made until then, 1 or more. */
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
