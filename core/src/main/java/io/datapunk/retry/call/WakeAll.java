package io.datapunk.retry.call;

import io.datapunk.retry.time.Task;
import io.datapunk.retry.time.Timer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes calls that wait without a thread, as one task for all of them: a task for each would keep a JVM that shuts down
 * busy. Where a call that was woken blocks its thread, another thread goes on with the rest. Thread-safe.
 */
final class WakeAll implements Runnable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Iterable<Runnable> waiting;
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final Executor threads;
    private final Timer timer;
    private final AtomicInteger taken = new AtomicInteger();

    private volatile Timer.Handle looks;

    /** Looks whether it goes on. */
    private final Runnable look = new Runnable() {
        private int takenBefore;

        @Override
        public void run() {
            if (calls.isEmpty()) {
                return;
            }
            int takenNow = taken.get();
            if (takenNow == takenBefore) {
                threads.execute(WakeAll.this);
            }
            takenBefore = takenNow;
            looks = timer.schedule(this, LOOK_NANOS);
        }
    };

    WakeAll(Iterable<Runnable> waiting, Executor threads, Timer timer) {
        this.waiting = waiting;
        this.threads = threads;
        this.timer = timer;
    }

    /** Begins, on other threads. */
    void begin() {
        threads.execute(new Runnable() {
            @Override
            public void run() {
                takeAll();
                WakeAll.this.run();
            }
        });
    }

    private void takeAll() {
        for (Runnable call : waiting) {
            calls.add(call);
        }
        if (!calls.isEmpty()) {
            looks = timer.schedule(look, LOOK_NANOS);
        }
    }

    @Override
    public void run() {
        for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
            taken.incrementAndGet();
            try {
                call.run();
            } catch (Throwable t) {
                if (call instanceof Task) {
                    ((Task) call).brokeOff(t);
                }
            }
        }
        Timer.Handle scheduled = looks;
        if (scheduled != null) {
            scheduled.cancel();
        }
    }
}
