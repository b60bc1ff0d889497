package io.datapunk.retry.call;

import io.datapunk.retry.time.Timer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Interrupts the thread of one attempt that takes too long. Once {@link #end} has returned, no interrupt of it will
 * come.
 *
 * <p>A thread that is interrupted already is left alone as long as it is: two interrupts would be one, and the one from
 * outside might be taken for the watch's own. The watch tries again until the attempt ends.
 *
 * <p>{@link Thread#interrupt} may run code of the application, of a channel that the thread waits on or of a thread
 * class of its own. As long as it takes, the timer and the end of the attempt wait for it.
 */
final class AttemptTimeout extends AttemptLimit implements Runnable {

    private static final int WATCHING = 0;
    private static final int INTERRUPTING = 1;
    private static final int INTERRUPTED = 2;
    private static final int ENDED = 3;

    private static final AtomicIntegerFieldUpdater<AttemptTimeout> STATE =
            AtomicIntegerFieldUpdater.newUpdater(AttemptTimeout.class, "state");

    /** How soon a thread is looked at again that was interrupted already. */
    private static final long AGAIN_NANOS = 5_000_000;

    private final Timer timer;
    private final Thread thread = Thread.currentThread();
    private volatile int state = WATCHING;
    private volatile Timer.Handle handle;

    @SuppressWarnings("unused") // written, so that the compiler cannot leave it out
    private long room;

    /** A watch over an attempt that the calling thread is about to make. */
    AttemptTimeout(Timer timer) {
        this.timer = timer;
    }

    /**
     * Begins, where there is stack enough to end it; where it throws, whatever that is, nobody will be interrupted.
     * Nothing is called once it has begun, nor to take it back: a StackOverflowError cannot come in between.
     */
    @Override
    void start(long nanos) {
        room = StackRoom.touch(nanos);
        try {
            handle = timer.schedule(this, nanos);
        } catch (RuntimeException | Error e) {
            state = ENDED;
            throw e;
        }
    }

    /** The time is over. */
    @Override
    public void run() {
        if (!STATE.compareAndSet(this, WATCHING, INTERRUPTING)) {
            return;
        }
        int next = WATCHING;
        try {
            if (!thread.isInterrupted()) {
                next = INTERRUPTED;
                thread.interrupt();
            }
        } finally {
            state = next; // whatever an application's own kind of thread does: the attempt's end waits for this
        }
        if (next == WATCHING) {
            handle = timer.schedule(this, AGAIN_NANOS);
        }
    }

    /**
     * Ends the watch over an attempt. An interrupt of the watch's own that nobody has taken up is taken back: the flag
     * was clear when the watch set it. An attempt that ends with InterruptedException has taken it up; if the flag is
     * set even so, that is another one, from outside, and stays.
     *
     * @param failure what the attempt threw; {@code null}: nothing
     * @return whether the watch has interrupted it
     */
    @Override
    boolean end(Throwable failure) {
        boolean wasInterrupted = end();
        if (wasInterrupted && !(failure instanceof InterruptedException)) {
            Thread.interrupted();
        }
        return wasInterrupted;
    }

    /** Ends the watch where {@link #end} has thrown. */
    @Override
    void drop() {
        STATE.compareAndSet(this, WATCHING, ENDED);
    }

    /**
     * The attempt has ended; called on its thread.
     *
     * @return whether the watch has interrupted it
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing is scheduled by it: it waits for the next instruction
    boolean end() {
        while (!STATE.compareAndSet(this, WATCHING, ENDED)) {
            int now = state;
            if (now != INTERRUPTING && now != WATCHING) {
                return now == INTERRUPTED;
            }
            Thread.yield(); // the timer's thread is between two instructions
        }
        Timer.Handle scheduled = handle;
        if (scheduled != null) {
            scheduled.cancel();
        }
        return false;
    }
}
