package io.datapunk.retry.backoff;

import java.util.function.DoubleSupplier;

/**
 * The wait before each retry, before jitter and cap. Users may bring their own.
 *
 * <p>Implementations are immutable or otherwise safe for use by many calls at once: what belongs to one call comes in
 * as parameters.
 */
public interface Backoff {

    /**
     * A wait.
     *
     * @param n number of the wait, 1 for the first; may be as large as an {@code int} gets
     * @param previousNanos the wait before this one in nanoseconds, after jitter and cap; 0 before the first
     * @param random uniform in [0, 1)
     * @return nanoseconds; below 0 is taken for 0
     */
    long delayNanos(int n, long previousNanos, DoubleSupplier random);
}
