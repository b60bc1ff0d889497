package io.datapunk.retry.time;

/**
 * Time as the engine sees it; tests put a virtual one in its place.
 *
 * <p>Implementations are thread-safe.
 */
public interface Clock {

    /** Nanoseconds since an arbitrary origin, for measuring; as {@link System#nanoTime()}. */
    long nanoTime();

    /** Milliseconds since 1970 UTC; only for what people and servers read, never for measuring. */
    long epochMillis();

    /**
     * Waits for at most {@code nanos}, and returns early when the thread is interrupted (the flag stays set), when it
     * is {@linkplain java.util.concurrent.locks.LockSupport#unpark unparked}, or for no reason at all.
     *
     * @param nanos above 0
     */
    void park(long nanos);
}
