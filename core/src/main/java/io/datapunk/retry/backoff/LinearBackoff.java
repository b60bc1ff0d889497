package io.datapunk.retry.backoff;

import java.util.function.DoubleSupplier;

/**
 * Waits that grow by the same amount: delay + (n−1)·increment.
 *
 * <p>Immutable.
 */
public final class LinearBackoff extends Strategy {

    private final long delayNanos;
    private final long incrementNanos;

    /**
     * Growing waits.
     *
     * @param delayNanos 0 or more
     * @param incrementNanos 0 or more
     * @throws IllegalArgumentException where a value is negative
     */
    public LinearBackoff(long delayNanos, long incrementNanos) {
        this.delayNanos = Saturating.atLeastZero(delayNanos, "delay");
        this.incrementNanos = Saturating.atLeastZero(incrementNanos, "increment");
    }

    @Override
    public long delayNanos(int n, long previousNanos, DoubleSupplier random) {
        return Saturating.add(delayNanos, Saturating.multiply(incrementNanos, n - 1L));
    }

    /** The first wait in nanoseconds. */
    public long delayNanos() {
        return delayNanos;
    }

    /** What each wait adds, in nanoseconds. */
    public long incrementNanos() {
        return incrementNanos;
    }

    @Override
    long largestNamedDelayNanos() {
        return delayNanos;
    }

    @Override
    public String toString() {
        return "linear " + Durations.format(delayNanos) + " +" + Durations.format(incrementNanos);
    }
}
