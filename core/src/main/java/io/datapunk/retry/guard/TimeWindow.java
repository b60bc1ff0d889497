package io.datapunk.retry.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The attempts of the last while, counted in 10 to 60 slices of time, of a second each where the window is 10 to 60 s
 * long. The window ends with the slice that runs, and so is up to one slice shorter than it is called.
 */
final class TimeWindow extends OutcomeWindow {

    private static final int FEWEST_SLICES = 10;
    private static final int MOST_SLICES = 60;

    private final long sliceNanos;
    private final AtomicReferenceArray<Slice> slices;

    /** Number of the newest slice that has a failed or slow attempt. */
    private final AtomicLong lastBad = new AtomicLong(Long.MIN_VALUE / 2);

    TimeWindow(long lengthNanos) {
        int count = (int) Math.max(FEWEST_SLICES, Math.min(MOST_SLICES, lengthNanos / 1_000_000_000));
        this.slices = new AtomicReferenceArray<>(count);
        this.sliceNanos = (lengthNanos + count - 1) / count;
    }

    @Override
    void record(boolean failed, boolean slow, long nowNanos) {
        long number = numberAt(nowNanos);
        Slice slice = slice(number);
        if (slice == null) {
            return; // the thread slept for longer than the window between the clock and here
        }
        if (failed) {
            slice.failed.incrementAndGet();
        }
        if (slow) {
            slice.slow.incrementAndGet();
        }
        if (failed || slow) {
            raiseLastBad(number);
        }
        slice.calls.incrementAndGet();
    }

    private void raiseLastBad(long number) {
        for (long before = lastBad.get(); before < number; before = lastBad.get()) {
            lastBad.compareAndSet(before, number);
        }
    }

    /** The slice of this number, made where it is new; {@code null} where a newer one has its place already. */
    private Slice slice(long number) {
        int place = (int) Math.floorMod(number, (long) slices.length());
        while (true) {
            Slice there = slices.get(place);
            if (there != null && there.number >= number) {
                return there.number == number ? there : null;
            }
            Slice fresh = new Slice(number);
            if (slices.compareAndSet(place, there, fresh)) {
                return fresh;
            }
        }
    }

    @Override
    boolean hasBad(long nowNanos) {
        return lastBad.get() > numberAt(nowNanos) - slices.length();
    }

    @Override
    Counts counts(long nowNanos) {
        long oldest = numberAt(nowNanos) - slices.length() + 1;
        int calls = 0;
        int failed = 0;
        int slow = 0;
        for (int i = 0; i < slices.length(); i++) {
            Slice slice = slices.get(i);
            if (slice != null && slice.number >= oldest) {
                int ofSlice = slice.calls.get();
                calls += ofSlice;
                failed += Math.min(slice.failed.get(), ofSlice);
                slow += Math.min(slice.slow.get(), ofSlice);
            }
        }
        return new Counts(calls, failed, slow);
    }

    private long numberAt(long nowNanos) {
        return Math.floorDiv(nowNanos, sliceNanos);
    }

    private static final class Slice {
        final long number;
        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        final AtomicInteger slow = new AtomicInteger();

        Slice(long number) {
            this.number = number;
        }
    }
}
