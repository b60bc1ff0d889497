package io.datapunk.retry.call;

import io.datapunk.retry.time.Timer;

/** Something that is done once its time has come, on the threads of a call and not on the timer's. Thread-safe. */
abstract class DueTask implements Runnable {

    private final CallThreads threads;
    private volatile Timer.Handle handle;
    private volatile boolean isDue;
    private volatile boolean isCancelled;

    DueTask(CallThreads threads) {
        this.threads = threads;
    }

    final void schedule(Timer timer, long nanos) {
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

    /** Called by the timer, and then by a thread of the call's. */
    @Override
    public final void run() {
        if (isDue) {
            isDue();
        } else {
            isDue = true;
            threads.execute(this);
        }
    }

    /** The time has come. */
    abstract void isDue();
}
