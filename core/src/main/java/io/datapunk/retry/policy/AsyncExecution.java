package io.datapunk.retry.policy;

/** Where a method that returns a future is called again. */
public enum AsyncExecution {
    /**
     * A pool of the engine's own: at most 64 threads, made when needed and gone after 30 s idle, and 10,000 attempts
     * that wait.
     */
    COMMON,
    /** The one thread that ends all waits; for methods that do not block. */
    CALLER_RUNS,
    /** A virtual thread for each attempt; {@link #COMMON} on a JVM that has none. */
    VIRTUAL
}
