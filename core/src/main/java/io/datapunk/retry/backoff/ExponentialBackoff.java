package io.datapunk.retry.backoff;

import java.util.function.DoubleSupplier;

/**
 * Waits that grow by a factor: delay·multiplierⁿ⁻¹.
 *
 * <p>Immutable.
 */
public final class ExponentialBackoff extends Strategy {

    private final long delayNanos;
    private final double multiplier;

    /**
     * Growing waits.
     *
     * @param delayNanos 0 or more
     * @param multiplier 1 or more, finite
     * @throws IllegalArgumentException where a value is out of its range
     */
    public ExponentialBackoff(long delayNanos, double multiplier) {
        this.delayNanos = Saturating.atLeastZero(delayNanos, "delay");
        if (!(multiplier >= 1) || Double.isInfinite(multiplier)) {
            throw new IllegalArgumentException("multiplier is " + multiplier
                    + ", but must be 1 or more: waits must not shrink from delay " + Durations.format(delayNanos));
        }
        this.multiplier = multiplier;
    }

    @Override
    public long delayNanos(int n, long previousNanos, DoubleSupplier random) {
        return delayNanos == 0 ? 0 : Saturating.fromDouble(delayNanos * Math.pow(multiplier, n - 1.0));
    }

    /** The first wait in nanoseconds. */
    public long delayNanos() {
        return delayNanos;
    }

    /** The factor, 1 or more. */
    public double multiplier() {
        return multiplier;
    }

    @Override
    long largestNamedDelayNanos() {
        return delayNanos;
    }

    @Override
    public String toString() {
        return "exponential " + Durations.format(delayNanos) + " x" + multiplier;
    }
}
