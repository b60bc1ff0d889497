package io.datapunk.retry.backoff;

import java.util.function.DoubleSupplier;

/**
 * Uniform in [delay, maxDelay].
 *
 * <p>Immutable.
 */
public final class RandomBackoff extends Strategy {

    private final long delayNanos;
    private final long maxDelayNanos;

    /**
     * Random waits.
     *
     * @param delayNanos 0 or more
     * @param maxDelayNanos at least {@code delayNanos}
     * @throws IllegalArgumentException where a value is out of its range; the message names both
     */
    public RandomBackoff(long delayNanos, long maxDelayNanos) {
        this.delayNanos = Saturating.atLeastZero(delayNanos, "delay");
        if (maxDelayNanos < delayNanos) {
            throw new IllegalArgumentException(
                    "delay " + Durations.format(delayNanos) + " is above max-delay " + Durations.format(maxDelayNanos));
        }
        this.maxDelayNanos = maxDelayNanos;
    }

    @Override
    public long delayNanos(int n, long previousNanos, DoubleSupplier random) {
        return Saturating.uniform(delayNanos, maxDelayNanos, random.getAsDouble());
    }

    /** The least wait in nanoseconds. */
    public long delayNanos() {
        return delayNanos;
    }

    /** The longest wait in nanoseconds. */
    public long maxDelayNanos() {
        return maxDelayNanos;
    }

    @Override
    long largestNamedDelayNanos() {
        return maxDelayNanos;
    }

    @Override
    boolean isRandom() {
        return true;
    }

    @Override
    public String toString() {
        return "random " + Durations.format(delayNanos) + " to " + Durations.format(maxDelayNanos);
    }
}
