package io.datapunk.retry.time;

/**
 * Runs short tasks once their time has come, on a thread of its own; tests put a virtual one in its place.
 *
 * <p>Implementations are thread-safe.
 */
public interface Timer {

    /**
     * Runs a task after a while.
     *
     * @param task short, and never blocks: all others wait for it
     * @param nanos from now on; 0 or less: at once
     * @return takes it back
     */
    Handle schedule(Runnable task, long nanos);

    /** A task that has yet to run. */
    interface Handle {
        /** Keeps it from running, unless it runs or has run already. */
        void cancel();
    }
}
