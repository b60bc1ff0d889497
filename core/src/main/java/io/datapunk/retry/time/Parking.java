package io.datapunk.retry.time;

import java.util.concurrent.locks.LockSupport;

/**
 * How the engine's own threads wait. An interrupt, which an application may send to every thread that it finds, wakes
 * them once: left standing, it would keep the next wait from being one, and its loop would never rest.
 */
public final class Parking {

    private Parking() {}

    /** Waits until somebody unparks the thread, or for no reason; as {@link LockSupport#park(Object)}. */
    public static void park(Object blocker) {
        LockSupport.park(blocker);
        Thread.interrupted();
    }

    /** As {@link #park}, at most so long. */
    public static void parkNanos(Object blocker, long nanos) {
        LockSupport.parkNanos(blocker, nanos);
        Thread.interrupted();
    }
}
