package io.datapunk.retry.guard;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Tells a listener the changes of one breaker in their order: a thread that changes the breaker tells its change, and
 * those that others have made meanwhile; a thread that finds another telling leaves its change to that one.
 *
 * <p>Thread-safe. Nobody waits for a listener. Whatever a listener throws, the other changes are told.
 */
final class StateChanges {

    private static final AtomicIntegerFieldUpdater<StateChanges> TELLS =
            AtomicIntegerFieldUpdater.newUpdater(StateChanges.class, "tells");

    private final CircuitBreaker breaker;
    private final BreakerListener listener;

    /**
     * 1 while a thread tells changes; put back by writing the field, which no want of stack can keep from happening.
     */
    @SuppressWarnings("UnusedVariable") // read by the updater
    private volatile int tells;

    private volatile StateChange told;

    StateChanges(CircuitBreaker breaker, BreakerListener listener, StateChange first) {
        this.breaker = breaker;
        this.listener = listener;
        this.told = first;
    }

    /** Tells what has not been told, or leaves it to the thread that does so. */
    void tell() {
        while (breaker.lastChange() != told && TELLS.compareAndSet(this, 0, 1)) {
            try {
                tellAll();
            } finally {
                tells = 0;
            }
        }
    }

    private void tellAll() {
        for (StateChange newest = breaker.lastChange(); newest != told; newest = breaker.lastChange()) {
            StateChange next = newest;
            while (next.previous != told) {
                next = next.previous;
            }
            next.previous = null; // told ones are not kept
            told = next;
            tell(next);
        }
    }

    private void tell(StateChange change) {
        try {
            listener.stateChanged(breaker, change.from, change.to, change.why);
        } catch (RuntimeException | Error e) {
            // it was asked not to; the attempt that has changed the breaker must not suffer for it
        }
    }
}
