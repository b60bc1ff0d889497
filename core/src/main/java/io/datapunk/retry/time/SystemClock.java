package io.datapunk.retry.time;

import java.util.concurrent.locks.LockSupport;

/** The JVM's own clock. Parking does not pin a virtual thread's carrier. */
public final class SystemClock implements Clock {

    /** The only instance that is needed: it has no state. */
    public static final SystemClock INSTANCE = new SystemClock();

    private SystemClock() {}

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public void park(long nanos) {
        LockSupport.parkNanos(this, nanos);
    }
}
