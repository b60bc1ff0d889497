package io.datapunk.retry.benchmarks;

import java.util.concurrent.Callable;

/** A retry of another library: three attempts, no wait. */
@FunctionalInterface
public interface Peer {

    /** What the action returned in the end. */
    Integer call(Callable<Integer> action) throws Throwable;
}
