package io.datapunk.retry.time;

import java.util.ArrayList;
import java.util.List;

/** A clock that stands still until somebody waits on it; then it jumps. Not thread-safe: for tests on one thread. */
public final class VirtualClock implements Clock {

    private final List<Long> waits = new ArrayList<>();
    private long nanos;
    private int readings;

    /** Called in the middle of each wait. */
    public Runnable whileParked = () -> {};

    @Override
    public long nanoTime() {
        readings++;
        return nanos;
    }

    @Override
    public long epochMillis() {
        return 1_000_000_000_000L + nanos / 1_000_000;
    }

    @Override
    public void park(long forNanos) {
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        waits.add(forNanos);
        whileParked.run();
        if (!Thread.currentThread().isInterrupted()) {
            nanos += forNanos;
        }
    }

    /** Time passes without a wait, as while an attempt runs. */
    public void advanceMillis(long millis) {
        nanos += millis * 1_000_000;
    }

    /** How often somebody has measured. */
    public int readings() {
        return readings;
    }

    /** The waits so far, in milliseconds. */
    public List<Long> waitsMillis() {
        return waits.stream().map(wait -> wait / 1_000_000).toList();
    }
}
