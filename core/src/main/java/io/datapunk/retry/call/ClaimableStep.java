package io.datapunk.retry.call;

import java.util.concurrent.atomic.AtomicInteger;

/** A part of an asynchronous call, ended by the thread that claims it first. Thread-safe. */
abstract class ClaimableStep {

    private static final int FREE = 0;

    /**
     * Which thread has claimed it, as a number that is never {@link #FREE}: a thread itself would hold its class
     * loader.
     */
    private final AtomicInteger claimant = new AtomicInteger(FREE);

    /** Whether the caller is the one who ends it. */
    final boolean claim() {
        return claimant.compareAndSet(FREE, System.identityHashCode(Thread.currentThread()) | 1);
    }

    /**
     * As {@link #claim()}, for a thread that no longer knows whether it has claimed the step before: something was
     * thrown on the way.
     */
    final boolean claimAnew() {
        int thread = System.identityHashCode(Thread.currentThread()) | 1;
        return claimant.compareAndSet(FREE, thread) || claimant.get() == thread;
    }

    final boolean isClaimed() {
        return claimant.get() != FREE;
    }

    /** Gives back what the step holds; for the thread that has claimed it. Has no effect the second time. */
    abstract void ends();

    /** What is under way is not wanted any more; may run code of the application. */
    void giveUp() {}
}
