package io.datapunk.retry.policy;

/** Where a method that returns a future is called again. */
public enum AsyncExecution {
    /** The executor that {@code CompletableFuture} itself uses where nothing is said: the JVM's common pool, as a rule. */
    COMMON,
    /** The one thread that ends all waits; for methods that do not block. */
    CALLER_RUNS,
    /** A virtual thread for each attempt; {@link #COMMON} on a JVM that has none. */
    VIRTUAL
}
