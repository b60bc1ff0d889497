package io.datapunk.retry.backoff;

/** A strategy of this library's own: what a plan must know of it to check and complete itself. */
abstract class Strategy implements Backoff {

    /** The largest delay that its parameters name; a max-delay below it would be a contradiction. */
    abstract long largestNamedDelayNanos();

    /** Whether its waits are random before any jitter. */
    boolean isRandom() {
        return false;
    }
}
