package io.datapunk.retry.backoff;

import java.util.function.DoubleSupplier;

/** A strategy of this library's own: what a plan must know of it to check and complete itself. */
abstract class Strategy implements Backoff {

    /** The largest delay that its parameters name; a max-delay below it would be a contradiction. */
    abstract long largestNamedDelayNanos();

    /** The wait, where waits above the cap are cut off; a strategy may draw below the cap instead. */
    long delayNanos(int n, long previousNanos, DoubleSupplier random, long capNanos) {
        return delayNanos(n, previousNanos, random);
    }

    /** Whether its waits are random before any jitter. */
    boolean isRandom() {
        return false;
    }
}
