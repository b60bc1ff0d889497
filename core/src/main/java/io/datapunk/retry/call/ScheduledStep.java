package io.datapunk.retry.call;

import io.datapunk.retry.time.Task;
import io.datapunk.retry.time.Timer;

/** Something that is done once its time has come, on a thread of the engine's and not on the timer's. Thread-safe. */
abstract class ScheduledStep implements Task {

    private final CallThreads threads;
    private volatile Timer.Handle handle;
    private volatile boolean isDue;
    private volatile boolean isCancelled;

    ScheduledStep(CallThreads threads) {
        this.threads = threads;
    }

    final void schedule(Timer timer, long nanos) {
        isDue = false;
        Timer.Handle scheduled = timer.schedule(this, nanos);
        handle = scheduled;
        if (isCancelled) {
            scheduled.cancel();
        }
    }

    /** Nobody needs it any more; it may run all the same. */
    final void cancel() {
        isCancelled = true;
        Timer.Handle scheduled = handle;
        if (scheduled != null) {
            scheduled.cancel();
        }
    }

    /** Called by the timer, and then by a thread on which calls end. */
    @Override
    public final void run() {
        if (!isDue) {
            isDue = true;
            threads.end(this);
            return;
        }
        ClassLoader before = threads.enter();
        try {
            isDue();
        } finally {
            threads.exit(before);
        }
    }

    /** The time has come. */
    abstract void isDue();
}
