package io.datapunk.retry.outcome;

/**
 * Says of a thread that the engine, and not the application, makes the calls that it makes now: it reads a property,
 * discards a result, watches a future, reads the class files above a class. Where such a call comes to a method with a
 * rule, it is neither retried nor followed in turn. Asked for on the way of a failure and of asynchronous calls alone.
 *
 * <p>One for each thread, used by that thread alone.
 */
public final class OwnWork {

    private static final ThreadLocal<OwnWork> OF_THREAD = new ThreadLocal<>();

    /**
     * How many pieces of work the thread is in the midst of. A field, and not methods that enter and leave: a {@code
     * finally} that calls nothing cannot fail with a stack overflow, after which the thread would be taken for the
     * engine's for ever. Code of the application that is run from such work sets it to 0, and back afterwards.
     */
    public int depth;

    private OwnWork() {}

    /** That of the calling thread. */
    public static OwnWork ofThread() {
        OwnWork known = OF_THREAD.get();
        if (known == null) {
            known = new OwnWork();
            OF_THREAD.set(known);
        }
        return known;
    }

    /** Whether the calling thread is in the midst of such work. */
    public static boolean isUnderWay() {
        OwnWork known = OF_THREAD.get();
        return known != null && known.depth > 0;
    }
}
