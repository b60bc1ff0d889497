package io.datapunk.retry.agent.async.streams;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps what ends an attempt from another thread, a time limit, from being told while an element of it is still being
 * handed over: signals come one after the other. Thread-safe.
 */
final class EmissionGate {

    private static final int IDLE = 0;
    private static final int EMITTING = 1;
    private static final int EMITTING_WITH_TASK = 2;

    private final AtomicInteger state = new AtomicInteger();
    private final AtomicReference<Runnable> task = new AtomicReference<>();

    /** An element is about to be handed over; where the answer is true, {@link #exit} must follow. */
    boolean enter() {
        return state.compareAndSet(IDLE, EMITTING);
    }

    /** It was handed over. */
    void exit() {
        if (!state.compareAndSet(EMITTING, IDLE)) {
            Runnable next = task.getAndSet(null);
            state.set(IDLE);
            next.run();
        }
    }

    /** Runs a task at once, or on the thread that hands an element over once that is done. One task at a time. */
    void whenIdle(Runnable next) {
        if (!task.compareAndSet(null, next)) {
            next.run(); // a subscriber that breaks the rules of Reactive Streams hears so at once
        } else if (!state.compareAndSet(EMITTING, EMITTING_WITH_TASK)) {
            task.set(null);
            next.run();
        }
    }
}
