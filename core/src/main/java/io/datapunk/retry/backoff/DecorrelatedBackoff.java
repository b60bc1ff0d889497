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
        return delayNanos(n, previousNanos, random, Long.MAX_VALUE);
    }

    /** Drawn below the cap, not cut off at it: otherwise two of three waits at the cap would be equal. */
    @Override
    long delayNanos(int n, long previousNanos, DoubleSupplier random, long capNanos) {
        long longest = Math.min(Saturating.multiply(Math.max(previousNanos, delayNanos), 3), capNanos);
        return Saturating.uniform(delayNanos, longest, random.getAsDouble());
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
