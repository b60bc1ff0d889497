package io.datapunk.retry.time;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A clock and its timer: time passes only when a test says so, and runs what comes due on the way. Not thread-safe. */
public final class VirtualTime implements Clock, Timer {

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long nanos;
    private long number;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long epochMillis() {
        return 1_000_000_000_000L + nanos / 1_000_000;
    }

    @Override
    public void park(long forNanos) {
        throw new AssertionError("no thread is to be held");
    }

    @Override
    public Handle schedule(Runnable task, long afterNanos) {
        Task scheduled = new Task(nanos + Math.max(0, afterNanos), number++, task);
        tasks.add(scheduled);
        return () -> tasks.remove(scheduled);
    }

    /** Lets time pass, with all that comes due meanwhile. */
    public void advanceMillis(long millis) {
        long until = nanos + millis * 1_000_000;
        while (!tasks.isEmpty() && tasks.peek().due <= until) {
            Task next = tasks.poll();
            nanos = next.due;
            next.task.run();
        }
        nanos = until;
    }

    /** When each waiting task is due, in milliseconds from now. */
    public List<Long> dueMillis() {
        return tasks.stream()
                .map(task -> (task.due - nanos) / 1_000_000)
                .sorted()
                .toList();
    }

    private record Task(long due, long number, Runnable task) {}
}
