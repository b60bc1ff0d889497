package io.datapunk.retry.call;

import java.util.concurrent.atomic.AtomicBoolean;

/** A part of an asynchronous call, ended by whoever claims it first. Thread-safe. */
abstract class Step {

    private final AtomicBoolean claimed = new AtomicBoolean();

    /** Whether the caller is the one who ends it. */
    final boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    final boolean isClaimed() {
        return claimed.get();
    }

    /** Gives back what the step holds; for whoever has claimed it. */
    abstract void ends();

    /** What is under way is not wanted any more; may run code of the application. */
    void giveUp() {}
}
