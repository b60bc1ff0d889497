package io.datapunk.retry.outage;

import io.datapunk.retry.time.Clock;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;

/**
 * A clock for many threads of which one runs at a time: who waits hands over to the one whose time comes next, and the
 * clock jumps there. With seeded chance a run is the same each time, on every machine.
 */
final class SimulatedTime implements Clock {

    private final PriorityQueue<Sleeper> sleepers = new PriorityQueue<>();
    private long nanos;
    private long order;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long epochMillis() {
        return nanos / 1_000_000;
    }

    @Override
    public void park(long forNanos) {
        Sleeper sleeper = new Sleeper(nanos + forNanos, order++);
        sleepers.add(sleeper);
        handOver();
        sleeper.turn.acquireUninterruptibly();
    }

    /** To be called by a thread before it does anything else; it runs when {@link #run} says so. */
    Sleeper join() {
        synchronized (sleepers) {
            Sleeper sleeper = new Sleeper(nanos, order++);
            sleepers.add(sleeper);
            return sleeper;
        }
    }

    /** A thread ends: the next one runs. */
    void leave() {
        if (!sleepers.isEmpty()) {
            handOver();
        }
    }

    /** Begins, once all threads have joined. */
    void run() {
        handOver();
    }

    private void handOver() {
        Sleeper next = sleepers.remove();
        nanos = next.wakeNanos;
        next.turn.release();
    }

    /** A thread that waits for its time. */
    static final class Sleeper implements Comparable<Sleeper> {
        private final long wakeNanos;
        private final long order;
        private final Semaphore turn = new Semaphore(0);

        Sleeper(long wakeNanos, long order) {
            this.wakeNanos = wakeNanos;
            this.order = order;
        }

        void await() {
            turn.acquireUninterruptibly();
        }

        @Override
        public int compareTo(Sleeper other) {
            return wakeNanos != other.wakeNanos
                    ? Long.compare(wakeNanos, other.wakeNanos)
                    : Long.compare(order, other.order);
        }
    }
}
