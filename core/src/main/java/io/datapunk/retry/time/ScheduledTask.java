package io.datapunk.retry.time;

import java.util.concurrent.atomic.AtomicReference;

/**
 * A task on its way: made by the thread that schedules it, a link of the list of those that have arrived, and then a
 * node of the timer's {@link TaskHeap}. Its value is what is to run; {@code null} once it runs, or was cancelled.
 *
 * <p>The value is thread-safe. The links belong to the thread that schedules it until it has arrived, and then to the
 * timer's.
 */
final class ScheduledTask extends AtomicReference<Runnable> implements Timer.Handle {

    private static final long serialVersionUID = 1L;

    /** As {@link System#nanoTime()}. */
    final long dueNanos;

    /** The one that arrived before it; {@code null}: none that the timer has not taken yet. */
    ScheduledTask before;

    /** How many have arrived since the timer took what there was, this one included. */
    int arrivals;

    /** The number of its arrival: of those that are due at the same time, the first comes first. */
    long number;

    /** In the heap: the newest of those below it, and the next of those below the same one. */
    ScheduledTask child;

    ScheduledTask sibling;

    ScheduledTask(Runnable task, long dueNanos) {
        super(task);
        this.dueNanos = dueNanos;
    }

    /**
     * A task that is no longer needed may hold the application's objects for as long as its time is away: it lets go.
     */
    @Override
    public void cancel() {
        set(null);
    }

    boolean isCancelled() {
        return get() == null;
    }

    boolean comesBefore(ScheduledTask other) {
        long difference = dueNanos - other.dueNanos; // may overflow, as the clock may
        return difference < 0 || difference == 0 && number < other.number;
    }
}
