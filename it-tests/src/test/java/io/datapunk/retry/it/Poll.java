package io.datapunk.retry.it;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what another JVM does in its own time. */
final class Poll {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Poll() {}

    /** Returns once this holds; fails if it does not within a minute. */
    static void until(String what, Callable<Boolean> holds) throws Exception {
        for (long giveUp = System.nanoTime() + PATIENCE_NANOS; !holds.call(); ) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("not within a minute: " + what);
            }
            Thread.sleep(20);
        }
    }
}
