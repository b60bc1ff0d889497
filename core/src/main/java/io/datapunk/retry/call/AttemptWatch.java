package io.datapunk.retry.call;

import io.datapunk.retry.time.Timer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Interrupts the thread of one attempt that takes too long. Once {@link #end} has returned, no interrupt of it will come.
 *
 * <p>A thread that is interrupted already is left alone as long as it is: two interrupts would be one, and the one from
 * outside might be taken for the watch's own. The watch tries again until the attempt ends.
 */
final class AttemptWatch implements Runnable {

    private static final int WATCHING = 0;
    private static final int INTERRUPTING = 1;
    private static final int INTERRUPTED = 2;
    private static final int ENDED = 3;

    /** How soon a thread is looked at again that was interrupted already. */
    private static final long AGAIN_NANOS = 5_000_000;

    private final Timer timer;
    private final Thread thread = Thread.currentThread();
    private final AtomicInteger state = new AtomicInteger(WATCHING);
    private volatile Timer.Handle handle;

    private AttemptWatch(Timer timer) {
        this.timer = timer;
    }

    /** Watches an attempt that the calling thread begins. */
    static AttemptWatch start(Timer timer, long nanos) {
        AttemptWatch watch = new AttemptWatch(timer);
        watch.handle = timer.schedule(watch, nanos);
        return watch;
    }

    /** The time is over. */
    @Override
    public void run() {
        if (!state.compareAndSet(WATCHING, INTERRUPTING)) {
            return;
        }
        if (thread.isInterrupted()) {
            state.set(WATCHING);
            handle = timer.schedule(this, AGAIN_NANOS);
            return;
        }
        thread.interrupt();
        state.set(INTERRUPTED);
    }

    /**
     * The attempt has ended; called on its thread.
     *
     * @return whether the watch has interrupted it
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing is scheduled by it: it waits for the next instruction
    boolean end() {
        while (!state.compareAndSet(WATCHING, ENDED)) {
            if (state.get() != INTERRUPTING) {
                return state.get() == INTERRUPTED;
            }
            Thread.yield(); // the timer's thread is between two instructions
        }
        handle.cancel();
        return false;
    }
}
