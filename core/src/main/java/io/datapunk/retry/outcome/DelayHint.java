package io.datapunk.retry.outcome;

/**
 * Where a server says how long to wait. Immutable and thread-safe.
 */
public final class DelayHint {

    private static final DelayHint RETRY_AFTER = new DelayHint(null);

    private final PropertyPath property;

    private DelayHint(PropertyPath property) {
        this.property = property;
    }

    /** Retry-After of the usual HTTP responses, or of the exceptions that stand for them. */
    public static DelayHint retryAfter() {
        return RETRY_AFTER;
    }

    /** A property: seconds, a duration, or an HTTP date. */
    public static DelayHint at(PropertyPath property) {
        return new DelayHint(property);
    }

    /**
     * The wish of the server.
     *
     * @param nowEpochMillis what dates are held against
     * @param problems hears of what cannot be read
     * @return nanoseconds, 0 for a date that is past; -1 where there is no wish or it cannot be read
     */
    public long nanos(Attempt attempt, long nowEpochMillis, Problems problems) {
        Object wish;
        try {
            wish = property == null ? HttpResponses.retryAfterOf(attempt.subject()) : property.read(attempt);
        } catch (UnreadablePropertyException e) {
            problems.report("delay-hint is ignored: " + e.getMessage(), e);
            return -1;
        }
        return RetryAfter.nanos(wish, nowEpochMillis);
    }

    /** Whether it looks at the receiver or the arguments. */
    public boolean looksAtReceiverOrArguments() {
        return property != null && property.startsAtReceiverOrArgument();
    }

    @Override
    public String toString() {
        return property == null ? "Retry-After" : property.toString();
    }
}
