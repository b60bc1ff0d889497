package io.datapunk.retry.outcome;

/**
 * Where a server says how long to wait. Immutable and thread-safe.
 */
public final class DelayHint {

    private static final DelayHint RETRY_AFTER = new DelayHint(null);

    private final PropertyPath property;
    private final PropertyPath date;

    private DelayHint(PropertyPath property) {
        this.property = property;
        this.date = property == null ? null : property.toDateHeader();
    }

    /** Retry-After of the usual HTTP responses, or of the exceptions that stand for them. */
    public static DelayHint retryAfter() {
        return RETRY_AFTER;
    }

    /** A property: seconds, a duration, an HTTP date or another time, or seconds or milliseconds since 1970. */
    public static DelayHint at(PropertyPath property) {
        return new DelayHint(property);
    }

    /**
     * The delay that the server requests. A point in time is held against the response's own {@code Date} where it has
     * one, since the server's clock may differ from this machine's (RFC 9110, 10.2.3 and 6.6.1).
     *
     * @param nowEpochMillis the time on this machine, in milliseconds since 1970
     * @param problems is told what cannot be read
     * @return nanoseconds, 0 for a time that is past; -1 where nothing is requested or it cannot be read
     */
    public long nanos(AttemptOutcome attempt, long nowEpochMillis, ErrorReporter problems) {
        try {
            Object wish = property == null ? HttpResponses.retryAfterOf(attempt.subject()) : property.read(attempt);
            if (wish == null) {
                return -1;
            }
            RetryAfter read = RetryAfter.read(wish, nowEpochMillis);
            if (read == null) {
                problems.doesNotFit(
                        "delay-hint is ignored: a " + wish.getClass().getName() + " that " + this
                                + " gave is neither seconds, a duration nor a time",
                        new UnreadablePropertyException("not a delay", null));
                return -1;
            }
            return read.nanosFrom(read.isTime() ? serverTime(attempt, nowEpochMillis) : nowEpochMillis);
        } catch (UnreadablePropertyException e) {
            e.reportTo(problems, "delay-hint is ignored: ");
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            problems.report(
                    "delay-hint is ignored: " + this + " failed with "
                            + e.getClass().getName(),
                    e);
        }
        return -1;
    }

    private long serverTime(AttemptOutcome attempt, long nowEpochMillis) {
        try {
            Object header = property == null
                    ? HttpResponses.dateOf(attempt.subject())
                    : date == null ? null : date.read(attempt);
            RetryAfter time = header == null ? null : RetryAfter.read(header, nowEpochMillis);
            return time != null && time.isTime() ? time.epochMillis() : nowEpochMillis;
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            return nowEpochMillis; // the clock of this machine will do
        }
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
