package io.datapunk.retry.agent.log;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets one line through at once and then one per period, and counts those in between. Thread-safe; takes no lock.
 */
public final class LogLimit {

    /** Not now. */
    public static final long NOT_NOW = -1;

    private final AtomicBoolean isFirst = new AtomicBoolean(true);
    private final AtomicLong nextNanos = new AtomicLong();
    private final LongAdder heldBack = new LongAdder();

    /**
     * Asks for a line.
     *
     * @param nowNanos of {@link System#nanoTime}
     * @param periodNanos above zero
     * @return how many lines were held back since the last one; {@link #NOT_NOW}: hold this one back too
     */
    public long tryLog(long nowNanos, long periodNanos) {
        long next = nextNanos.get();
        boolean isDue = isFirst.get() || nowNanos - next >= 0;
        if (isDue && nextNanos.compareAndSet(next, nowNanos + periodNanos)) {
            isFirst.set(false);
            return heldBack.sumThenReset();
        }
        heldBack.increment();
        return NOT_NOW;
    }
}
