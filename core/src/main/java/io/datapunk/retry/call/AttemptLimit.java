package io.datapunk.retry.call;

import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.Clock;

/** The time limit of one attempt that runs on one thread. Made and ended on that thread. */
abstract class AttemptLimit {

    /** A limit as the policy says; {@link #start} follows. */
    static AttemptLimit of(RetryPolicy policy, RetryEngine engine) {
        return policy.interruptsAttempts() ? new AttemptTimeout(engine.timer()) : new Measured(engine.clock());
    }

    /** The attempt begins. Where this throws, nothing will be interrupted. */
    abstract void start(long nanos);

    /**
     * The attempt has ended.
     *
     * @param failure what it threw; {@code null}: nothing
     * @return whether it has taken longer than the limit
     */
    abstract boolean end(Throwable failure);

    /** Ends the limit where {@link #end} has thrown: it must not interrupt what its thread does next. */
    void drop() {
        // most interrupt nothing
    }

    /** Of an attempt that is not interrupted: its time is looked at when it ends. */
    private static final class Measured extends AttemptLimit {
        private final Clock clock;
        private long startedNanos;
        private long limitNanos;

        Measured(Clock clock) {
            this.clock = clock;
        }

        @Override
        void start(long nanos) {
            limitNanos = nanos;
            startedNanos = clock.nanoTime();
        }

        @Override
        boolean end(Throwable failure) {
            return clock.nanoTime() - startedNanos >= limitNanos;
        }
    }
}
