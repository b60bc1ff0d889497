package io.datapunk.retry.call;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what many threads do often, without an atomic instruction: each cell is written by the one thread that owns
 * it, so a plain addition and an ordered store suffice. Threads that find no cell, and virtual threads, share a {@link
 * LongAdder}.
 *
 * <p>Thread-safe. {@link #sum()} has every increment of threads that have ended, and of others those that have become
 * visible, which takes nanoseconds. A thread is known by {@link Thread#getId()}; a subclass that gives it the number of
 * another live thread makes the two lose increments. Threads are held weakly, and the cell of one that has ended goes
 * to the next that needs it.
 */
final class SingleWriterCounter {

    /** At most so many threads have a cell of their own. A power of two. */
    static final int MAX_CELLS = 64;

    private static final int MASK = MAX_CELLS - 1;

    private static final Cell[] NO_CELLS = new Cell[MAX_CELLS];

    /** Virtual threads are too many and too short-lived to own anything; {@code null} on JDKs without them. */
    private static final Class<?> VIRTUAL_THREAD = virtualThread();

    /** Of threads without a cell; made for the first of them and never replaced. */
    private volatile LongAdder others;

    /**
     * By the last bits of their owners' numbers, in which threads that are started one after the other differ. Written
     * under the lock and read without: what a thread needs to see there is its own cell, which it has put there itself.
     */
    private Cell[] cells = NO_CELLS;

    /** Counted by cells that are no more. Under the lock. */
    private long retired;

    /** Adds one. */
    void increment() {
        Thread thread = Thread.currentThread();
        long id = thread.getId();
        Cell cell = cells[(int) id & MASK];
        if (cell != null && cell.ownerId == id) {
            cell.lazySet(cell.get() + 1);
        } else if (!claim(thread, id, cell)) {
            others().increment();
        }
    }

    private LongAdder others() {
        LongAdder made = others;
        return made == null ? makeOthers() : made;
    }

    private synchronized LongAdder makeOthers() {
        if (others == null) {
            others = new LongAdder();
        }
        return others;
    }

    /** Makes a cell for the thread, that has counted one, unless another one is in the way that is still in use. */
    private boolean claim(Thread thread, long id, Cell inTheWay) {
        if ((inTheWay != null && inTheWay.isInUse()) || (VIRTUAL_THREAD != null && VIRTUAL_THREAD.isInstance(thread))) {
            return false;
        }
        synchronized (this) {
            if (cells == NO_CELLS) {
                cells = new Cell[MAX_CELLS];
            }
            int slot = (int) id & MASK;
            Cell now = cells[slot];
            if (now != null && now.isInUse()) {
                return false;
            }
            Cell made = new Cell(thread, id); // before the other is added up: there may be no memory for it
            retired += now == null ? 0 : now.get();
            cells[slot] = made;
            return true;
        }
    }

    /** Whether {@link #increment} was ever called; without the lock, so perhaps a moment late. */
    boolean isUsed() {
        return cells != NO_CELLS || others != null;
    }

    /** How often {@link #increment} was called. */
    synchronized long sum() {
        LongAdder made = others;
        long sum = retired + (made == null ? 0 : made.sum());
        if (cells == NO_CELLS) {
            return sum;
        }
        for (Cell cell : cells) {
            if (cell != null) {
                sum += cell.get();
            }
        }
        return sum;
    }

    private static Class<?> virtualThread() {
        try {
            return Class.forName("java.lang.BaseVirtualThread", false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** What one thread has counted. Padded, so that no two owners write the same cache line. */
    private static final class Cell extends AtomicLong {
        final long ownerId;
        private final WeakReference<Thread> owner;

        @SuppressWarnings("unused")
        private long p1, p2, p3, p4, p5, p6, p7;

        /** The cell of a thread that has counted one. */
        Cell(Thread owner, long ownerId) {
            super(1);
            this.owner = new WeakReference<>(owner);
            this.ownerId = ownerId;
        }

        boolean isInUse() {
            Thread thread = owner.get();
            return thread != null && thread.isAlive();
        }
    }
}
