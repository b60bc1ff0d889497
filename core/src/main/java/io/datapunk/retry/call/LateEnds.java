package io.datapunk.retry.call;

import io.datapunk.retry.time.DaemonThreads;
import io.datapunk.retry.time.Parking;
import io.datapunk.retry.time.WorkerPool;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The last net under asynchronous calls: a thread that tells the ends which could not be told where they came about,
 * until there is memory for it. To hand it a call takes one compare-and-set and no memory: a Treiber stack whose links
 * are the calls themselves.
 *
 * <p>The thread also looks after pools and waits: where tasks wait although each thread of their pool has died, it
 * gives them up, and it ends calls whose waits should have been over for a second, because the timer has failed them.
 *
 * <p>Thread-safe.
 */
final class LateEnds implements Runnable {

    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long EACH_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final List<WorkerPool> pools = new CopyOnWriteArrayList<>();
    private final List<WeakReference<WaitRegistry>> waiters = new CopyOnWriteArrayList<>();
    private final AtomicReference<LateEnd> added = new AtomicReference<>();
    private final AtomicReference<Thread> thread = new AtomicReference<>();

    /** Whether the thread waits until somebody wakes it. */
    private volatile boolean rests;

    // Of the thread alone.
    private LateEnd untold;
    private long waitNanos = FIRST_WAIT_NANOS;

    /** Its threads are looked after, if it tells this when it starts one. */
    void lookAfter(WorkerPool pool) {
        pools.add(pool);
    }

    /** The calls that wait are looked after, from when {@link #waitBegins} tells that there are some. */
    void lookAfter(WaitRegistry waiting) {
        waiters.removeIf(new Predicate<WeakReference<WaitRegistry>>() {
            @Override
            public boolean test(WeakReference<WaitRegistry> reference) {
                return reference.get() == null;
            }
        });
        waiters.add(new WeakReference<>(waiting));
    }

    /** A call waits. */
    void waitBegins() {
        if (rests) {
            LockSupport.unpark(thread.get());
        }
    }

    /** Starts the thread, unless it runs: it must be there before it is needed. */
    void start() {
        if (thread.get() == null) {
            startThread();
        }
    }

    private void startThread() {
        Thread made = new DaemonThreads("datapunk-retry-late").newThread(new Runnable() {
            @Override
            public void run() {
                work();
            }
        });
        if (thread.compareAndSet(null, made)) {
            boolean hasStarted = false;
            try {
                made.start();
                hasStarted = true;
            } finally {
                if (!hasStarted) {
                    thread.set(null);
                }
            }
        }
    }

    /**
     * The end of a call is to be told as soon as it can be. Where there is no thread for it, and none can be made, it
     * is told here.
     */
    void add(LateEnd end) {
        if (!hasThread()) {
            end.tellEnd();
            return;
        }
        if (end.isFirstTime()) {
            LateEnd newest;
            do {
                newest = added.get();
                end.next = newest;
            } while (!added.compareAndSet(newest, end));
        }
        LockSupport.unpark(thread.get());
    }

    private boolean hasThread() {
        try {
            start();
        } catch (RuntimeException | Error e) {
            // the answer says so
        }
        return thread.get() != null;
    }

    /** A pool has started a thread. */
    @Override
    public void run() {
        LockSupport.unpark(thread.get());
    }

    private void work() {
        while (true) {
            try {
                turn();
            } catch (Throwable t) {
                Parking.parkNanos(this, LONGEST_WAIT_NANOS);
            }
        }
    }

    private void turn() {
        takeAdded();
        if (untold != null) {
            tellEnds();
            Parking.parkNanos(this, waitNanos);
            waitNanos = Math.min(2 * waitNanos, LONGEST_WAIT_NANOS);
            return;
        }
        rests = true;
        int waits = waitingCalls();
        if (waits == 0 && !someTaskWaits()) {
            waitNanos = FIRST_WAIT_NANOS;
            Parking.park(this);
        } else { // seldom where there are many to look at
            rests = false;
            Parking.parkNanos(this, LONGEST_WAIT_NANOS + waits * EACH_WAIT_NANOS);
            giveUpStuck();
            endOverdue();
        }
        rests = false;
    }

    private int waitingCalls() {
        int sum = 0;
        for (WeakReference<WaitRegistry> reference : waiters) {
            WaitRegistry waiting = reference.get();
            sum += waiting == null ? 0 : waiting.callCount();
        }
        return sum;
    }

    private void endOverdue() {
        for (WeakReference<WaitRegistry> reference : waiters) {
            WaitRegistry waiting = reference.get();
            if (waiting != null) {
                waiting.endOverdue();
            }
        }
    }

    private void takeAdded() {
        LateEnd end = added.getAndSet(null);
        while (end != null) {
            LateEnd next = end.next;
            end.next = untold;
            untold = end;
            end = next;
            waitNanos = FIRST_WAIT_NANOS;
        }
    }

    private void tellEnds() {
        LateEnd end = untold;
        untold = null;
        while (end != null) {
            LateEnd next = end.next;
            if (!end.tellEnd()) {
                end.next = untold;
                untold = end;
            }
            end = next;
        }
    }

    private boolean someTaskWaits() {
        for (WorkerPool pool : pools) {
            if (pool.hasQueued()) {
                return true;
            }
        }
        return false;
    }

    private void giveUpStuck() {
        for (WorkerPool pool : pools) {
            if (pool.isStuck()) {
                pool.giveUpQueued();
            }
        }
    }
}
