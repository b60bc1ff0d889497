package io.datapunk.retry.agent.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets one line through at once and then one per period, and counts those in between. Thread-safe; takes no lock.
 */
public final class LogLimit {

    /** Not now. */
    public static final long NOT_NOW = -1;

    /** Stands for a time that is not there yet. */
    private static final long NO_LINE_YET = 0;

    /** When the next line may come; one value for both facts, or two threads could each be the first. */
    private final AtomicLong nextNanos = new AtomicLong(NO_LINE_YET);

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
        boolean isDue = next == NO_LINE_YET || nowNanos - next >= 0;
        long after = nowNanos + periodNanos;
        if (isDue && nextNanos.compareAndSet(next, after == NO_LINE_YET ? after + 1 : after)) {
            return heldBack.sumThenReset();
        }
        heldBack.increment();
        return NOT_NOW;
    }
}
