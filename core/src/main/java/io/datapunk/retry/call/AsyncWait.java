package io.datapunk.retry.call;

import io.datapunk.retry.time.Task;
import io.datapunk.retry.time.Timer;
import java.util.concurrent.TimeUnit;

/**
 * The time until the next attempt. When it is over the timer's thread hands it to where attempts are made; only there
 * is it claimed, so that a call whose executor is busy, or has forgotten it, can still be ended by its timeout.
 *
 * <p>Thread-safe: one thread has it after the other, and a thread that stops or cancels it claims it first.
 */
final class AsyncWait extends ClaimableStep implements Task {

    private static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private enum Place {
        TIMER,
        HAND_OVER,
        EXECUTOR,
        NOT_TAKEN
    }

    private final AsyncCall call;
    private final CallThreads threads;
    private final WaitRegistry waiters;
    private volatile Timer.Handle handle;

    /** Where it runs next. */
    private volatile Place place = Place.TIMER;

    private boolean hasEnded;

    private final Stop stop = new Stop();
    private volatile long dueNanos;

    AsyncWait(AsyncCall call, CallThreads threads, WaitRegistry waiters) {
        this.call = call;
        this.threads = threads;
        this.waiters = waiters;
    }

    /**
     * Begins.
     *
     * @return {@code false}: retries are stopped, and nobody waits; it is still to be claimed
     */
    boolean begins(Timer timer, long nanos) {
        if (!waiters.enter(stop)) {
            return false;
        }
        dueNanos = System.nanoTime() + nanos;
        handle = timer.schedule(this, nanos);
        threads.waitBegins();
        if (isClaimed()) { // meanwhile, and what was claimed first may not have been there yet
            waiters.leave(stop);
            handle.cancel();
        }
        return true;
    }

    @Override
    public void run() {
        switch (place) {
            case TIMER:
                isDue();
                break;
            case HAND_OVER:
                handOver();
                break;
            default:
                takesOn();
        }
    }

    private void isDue() {
        if (!threads.isForeign()) {
            handOver();
            return;
        }
        place = Place.HAND_OVER;
        try {
            threads.handOver(this);
        } catch (RuntimeException | Error e) {
            isNotTaken(e);
        }
    }

    private void handOver() {
        place = Place.EXECUTOR;
        try {
            threads.attempt(this);
        } catch (RuntimeException | Error e) {
            isNotTaken(e);
        }
    }

    private void isNotTaken(Throwable why) {
        call.notTaken(why);
        place = Place.NOT_TAKEN;
        threads.end(this);
    }

    private void takesOn() {
        if (!claim()) {
            return;
        }
        ClassLoader before = threads.enter();
        try {
            if (place == Place.NOT_TAKEN) {
                call.waitNotTaken(this);
            } else {
                call.waitIsOver(this);
            }
        } finally {
            threads.exit(before);
        }
    }

    /** No thread goes on with the call, unless another has claimed the wait. */
    @Override
    public void brokeOff(Throwable thrown) {
        if (claimAnew()) {
            call.endsLate();
        }
    }

    /** Wakes it where retries are stopped. */
    final class Stop implements Task {
        @Override
        public void run() {
            if (claim()) {
                ClassLoader before = threads.enter();
                try {
                    call.waitStopped(AsyncWait.this);
                } finally {
                    threads.exit(before);
                }
            }
        }

        @Override
        public void brokeOff(Throwable thrown) {
            AsyncWait.this.brokeOff(thrown);
        }

        /** The timer should have found it due long ago. */
        void endIfOverdue() {
            if (place == Place.TIMER && System.nanoTime() - dueNanos > OVERDUE_NANOS && claim()) {
                call.endsLate();
            }
        }
    }

    @Override
    void ends() {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        try {
            Timer.Handle scheduled = handle;
            if (scheduled != null) {
                scheduled.cancel();
            }
        } finally {
            try {
                waiters.leave(stop);
            } finally {
                call.waitEnds();
            }
        }
    }
}
