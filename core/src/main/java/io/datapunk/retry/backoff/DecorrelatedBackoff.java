package io.datapunk.retry.backoff;

import java.util.function.DoubleSupplier;

/**
 * Uniform in [delay, 3·previous wait]; the first in [delay, 3·delay].
 *
 * <p>Immutable.
 */
public final class DecorrelatedBackoff extends Strategy {

    private final long delayNanos;

    /**
     * Random waits, each depending on the one before.
     *
     * @param delayNanos above 0
     * @throws IllegalArgumentException where it is not
     */
    public DecorrelatedBackoff(long delayNanos) {
        this.delayNanos = Saturating.aboveZero(delayNanos, "delay");
    }

    @Override
    public long delayNanos(int n, long previousNanos, DoubleSupplier random) {
        long previous = Math.max(previousNanos, delayNanos);
        return Saturating.uniform(delayNanos, Saturating.multiply(previous, 3), random.getAsDouble());
    }

    /** The least wait in nanoseconds. */
    public long delayNanos() {
        return delayNanos;
    }

    @Override
    long largestNamedDelayNanos() {
        return delayNanos;
    }

    @Override
    boolean isRandom() {
        return true;
    }

    @Override
    public String toString() {
        return "decorrelated " + Durations.format(delayNanos);
    }
}
