package io.datapunk.retry.backoff;

import java.util.function.DoubleSupplier;

/**
 * Waits that grow as the Fibonacci numbers: delay·F(n), with F = 1, 1, 2, 3, 5, …
 *
 * <p>Immutable.
 */
public final class FibonacciBackoff extends Strategy {

    /** F(1) to F(92), the largest that a long holds. */
    private static final long[] NUMBERS = new long[92];

    static {
        NUMBERS[0] = 1;
        NUMBERS[1] = 1;
        for (int i = 2; i < NUMBERS.length; i++) {
            NUMBERS[i] = NUMBERS[i - 2] + NUMBERS[i - 1];
        }
    }

    private final long delayNanos;

    /**
     * Growing waits.
     *
     * @param delayNanos 0 or more
     * @throws IllegalArgumentException where a value is negative
     */
    public FibonacciBackoff(long delayNanos) {
        this.delayNanos = Saturating.atLeastZero(delayNanos, "delay");
    }

    @Override
    public long delayNanos(int n, long previousNanos, DoubleSupplier random) {
        long number = n <= NUMBERS.length ? NUMBERS[n - 1] : Long.MAX_VALUE;
        return Saturating.multiply(delayNanos, number);
    }

    /** The first wait in nanoseconds. */
    public long delayNanos() {
        return delayNanos;
    }

    @Override
    long largestNamedDelayNanos() {
        return delayNanos;
    }

    @Override
    public String toString() {
        return "fibonacci " + Durations.format(delayNanos);
    }
}
