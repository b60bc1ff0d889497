package io.datapunk.retry.backoff;

/**
 * Arithmetic on waits that ends at {@code Long.MAX_VALUE} instead of wrapping round to a short wait. Never negative.
 */
final class Saturating {

    private Saturating() {}

    static long add(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    static long multiply(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    /** Java's own narrowing saturates; not-a-number, from infinity times zero, becomes zero. */
    static long fromDouble(double nanos) {
        return (long) Math.max(0, nanos);
    }

    /** Uniform in [from, to], both at least 0. */
    static long uniform(long from, long to, double random) {
        return Math.min(to, from + (long) ((to - from + 1.0) * random));
    }

    static long atLeastZero(long nanos, String name) {
        if (nanos < 0) {
            throw new IllegalArgumentException(name + " is " + Durations.format(nanos) + ", but must not be negative");
        }
        return nanos;
    }

    static long aboveZero(long nanos, String name) {
        if (nanos <= 0) {
            throw new IllegalArgumentException(name + " is " + Durations.format(nanos) + ", but must be above zero");
        }
        return nanos;
    }
}
