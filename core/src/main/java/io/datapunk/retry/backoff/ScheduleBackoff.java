package io.datapunk.retry.backoff;

import java.util.function.DoubleSupplier;

/**
 * Waits from a list, the last one repeated.
 *
 * <p>Immutable.
 */
public final class ScheduleBackoff extends Strategy {

    private final long[] delaysNanos;

    /**
     * A list of waits.
     *
     * @param delaysNanos at least one, each 0 or more
     * @throws IllegalArgumentException where it is empty or a value is negative
     */
    public ScheduleBackoff(long... delaysNanos) {
        if (delaysNanos.length == 0) {
            throw new IllegalArgumentException("delays is empty, but a schedule needs at least one");
        }
        for (long delay : delaysNanos) {
            Saturating.atLeastZero(delay, "a delay of the schedule");
        }
        this.delaysNanos = delaysNanos.clone();
    }

    @Override
    public long delayNanos(int n, long previousNanos, DoubleSupplier random) {
        return delaysNanos[Math.min(n, delaysNanos.length) - 1];
    }

    /** The waits in nanoseconds; a copy. */
    public long[] delaysNanos() {
        return delaysNanos.clone();
    }

    @Override
    long largestNamedDelayNanos() {
        long largest = 0;
        for (long delay : delaysNanos) {
            largest = Math.max(largest, delay);
        }
        return largest;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("schedule");
        for (long delay : delaysNanos) {
            text.append(' ').append(Durations.format(delay));
        }
        return text.toString();
    }
}
