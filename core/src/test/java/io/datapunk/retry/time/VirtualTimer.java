package io.datapunk.retry.time;

import java.util.ArrayList;
import java.util.List;

/** Keeps tasks until a test runs them. Not thread-safe: for tests on one thread. */
public final class VirtualTimer implements Timer {

    private final List<Runnable> tasks = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();

    @Override
    public Handle schedule(Runnable task, long nanos) {
        tasks.add(task);
        delays.add(nanos);
        return () -> {
            int at = tasks.indexOf(task);
            if (at >= 0) {
                tasks.remove(at);
                delays.remove(at);
            }
        };
    }

    /** Runs what is due, however late it is meant to be. */
    public void runAll() {
        List<Runnable> due = new ArrayList<>(tasks);
        tasks.clear();
        delays.clear();
        due.forEach(Runnable::run);
    }

    /** The delays of what has yet to run, in milliseconds. */
    public List<Long> delaysMillis() {
        return delays.stream().map(delay -> delay / 1_000_000).toList();
    }
}
