package io.datapunk.retry.guard;

import java.util.concurrent.atomic.AtomicInteger;

/** Bounds how many calls may wait for a retry at the same time. Thread-safe. */
public final class WaitingLimit {

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int most;

    /**
     * A bound.
     *
     * @param most 1 or more
     */
    public WaitingLimit(int most) {
        this.most = most;
    }

    /** Takes a place; {@code false}: there is none. A place that was taken must be given back. */
    public boolean tryEnter() {
        while (true) {
            int before = waiting.get();
            if (before >= most) {
                return false;
            }
            if (waiting.compareAndSet(before, before + 1)) {
                return true;
            }
        }
    }

    /** Gives a place back. */
    public void leave() {
        waiting.decrementAndGet();
    }

    /** Sets another bound; who waits stays. */
    public void reconfigure(int newMost) {
        this.most = newMost;
    }

    /** How many may wait. */
    public int most() {
        return most;
    }

    /** How many wait now. */
    public int waiting() {
        return waiting.get();
    }
}
