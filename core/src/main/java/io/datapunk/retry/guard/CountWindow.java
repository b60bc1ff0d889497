package io.datapunk.retry.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last so many attempts, in a ring: each takes the place of the oldest, and the counts change by the difference of
 * the two. O(1) however large the ring.
 */
final class CountWindow extends OutcomeWindow {

    private static final int USED = 1;
    private static final int FAILED = 2;
    private static final int SLOW = 4;

    private final AtomicIntegerArray ring;
    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();

    CountWindow(int size) {
        this.ring = new AtomicIntegerArray(size);
    }

    @Override
    void record(boolean isFailed, boolean isSlow, long nowNanos) {
        if (!isFailed && !isSlow && isFullOfSuccesses()) {
            return; // one more in place of the oldest leaves the ring as it is: nothing is written on a good day
        }
        int outcome = USED | (isFailed ? FAILED : 0) | (isSlow ? SLOW : 0);
        int place = (int) (next.getAndIncrement() % ring.length());
        int replaced = ring.getAndSet(place, outcome);
        if (outcome == replaced) {
            return; // the usual case: a success in place of a success
        }
        // Bad before all: who sees the last call of a full ring must see that it failed.
        change(failed, outcome & FAILED, replaced & FAILED);
        change(slow, outcome & SLOW, replaced & SLOW);
        change(calls, outcome & USED, replaced & USED);
    }

    private boolean isFullOfSuccesses() {
        return calls.get() == ring.length() && !hasBad(0);
    }

    private static void change(AtomicInteger count, int now, int before) {
        if (now != before) {
            count.addAndGet(now > before ? 1 : -1);
        }
    }

    @Override
    boolean hasBad(long nowNanos) {
        return failed.get() != 0 || slow.get() != 0;
    }

    @Override
    Counts counts(long nowNanos) {
        int allCalls = calls.get();
        return new Counts(allCalls, Math.min(failed.get(), allCalls), Math.min(slow.get(), allCalls));
    }
}
