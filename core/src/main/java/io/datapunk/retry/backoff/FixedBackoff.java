package io.datapunk.retry.backoff;

import java.util.function.DoubleSupplier;

/**
 * The same wait each time.
 *
 * <p>Immutable.
 */
public final class FixedBackoff extends Strategy {

    private final long delayNanos;

    /**
     * A wait.
     *
     * @param delayNanos 0 or more
     * @throws IllegalArgumentException where a value is negative
     */
    public FixedBackoff(long delayNanos) {
        this.delayNanos = Saturating.atLeastZero(delayNanos, "delay");
    }

    @Override
    public long delayNanos(int n, long previousNanos, DoubleSupplier random) {
        return delayNanos;
    }

    /** The wait in nanoseconds. */
    public long delayNanos() {
        return delayNanos;
    }

    @Override
    long largestNamedDelayNanos() {
        return delayNanos;
    }

    @Override
    public String toString() {
        return "fixed " + Durations.format(delayNanos);
    }
}
