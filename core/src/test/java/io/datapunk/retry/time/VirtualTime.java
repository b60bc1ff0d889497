package io.datapunk.retry.time;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A clock and its timer: time passes only when a test says so, and runs what comes due on the way. Not thread-safe. */
public final class VirtualTime implements Clock, Timer {

    private final PriorityQueue<Scheduled> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Scheduled::due).thenComparingLong(Scheduled::number));
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
        Scheduled scheduled = new Scheduled(nanos + Math.max(0, afterNanos), number++, task);
        tasks.add(scheduled);
        return () -> tasks.remove(scheduled);
    }

    /** Lets time pass, with all that comes due meanwhile. */
    public void advanceMillis(long millis) {
        long until = nanos + millis * 1_000_000;
        while (!tasks.isEmpty() && tasks.peek().due <= until) {
            Scheduled next = tasks.poll();
            nanos = next.due;
            run(next.task);
        }
        nanos = until;
    }

    /** As {@link SystemTimer} does. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            if (!(task instanceof Task broken)) {
                throw e;
            }
            broken.brokeOff(e);
        }
    }

    /** When each waiting task is due, in milliseconds from now. */
    public List<Long> dueMillis() {
        return tasks.stream()
                .map(task -> (task.due - nanos) / 1_000_000)
                .sorted()
                .toList();
    }

    private record Scheduled(long due, long number, Runnable task) {}
}
