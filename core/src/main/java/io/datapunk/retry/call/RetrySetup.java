package io.datapunk.retry.call;

import io.datapunk.retry.outcome.Attempt;
import io.datapunk.retry.outcome.Problems;
import io.datapunk.retry.outcome.Verdict;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.function.DoubleSupplier;

/**
 * What the calls of one method have in common: the policy, the counters, and the engine's time and chance.
 *
 * <p>Immutable; a call holds on to the setup that it began with until it ends, so that new rules never change a call
 * under way.
 */
public final class RetrySetup {

    private final RetryPolicy policy;
    private final CallMetrics metrics;
    private final Engine engine;

    /**
     * A setup.
     *
     * @param policy what is retried, and how
     * @param metrics counts the calls; may be shared with the setup that this one follows
     * @param engine what all methods share
     */
    public RetrySetup(RetryPolicy policy, CallMetrics metrics, Engine engine) {
        this.policy = policy;
        this.metrics = metrics;
        this.engine = engine;
    }

    /** What a driver keeps of the time at which a call begins: a clock reading where the policy needs one, else 0. */
    public long startedNanos() {
        return policy.timeoutNanos() == 0 ? 0 : engine.clock().nanoTime();
    }

    /** What the policy says of an attempt. */
    public Verdict classify(Attempt attempt) {
        return policy.outcomes().classify(attempt, engine.problems());
    }

    /** The policy. */
    public RetryPolicy policy() {
        return policy;
    }

    /** The counters. */
    public CallMetrics metrics() {
        return metrics;
    }

    /** What all methods share. */
    public Engine engine() {
        return engine;
    }

    /** Time and chance, and what calls of different methods know of each other. Immutable; its parts are thread-safe. */
    public static final class Engine {

        private final Clock clock;
        private final DoubleSupplier random;
        private final Problems problems;
        private final FailureMarks marks;
        private final Waiters waiters;

        /**
         * An engine of its own; for tests with a virtual clock and a seeded source.
         *
         * @param clock time
         * @param random uniform in [0, 1), thread-safe
         * @param problems hears of what could not be read or closed
         */
        public Engine(Clock clock, DoubleSupplier random, Problems problems) {
            this.clock = clock;
            this.random = random;
            this.problems = problems;
            this.marks = new FailureMarks();
            this.waiters = new Waiters();
        }

        /** An engine on the JVM's clock and random source. */
        public static Engine system(Problems problems) {
            return new Engine(SystemClock.INSTANCE, SystemRandom.INSTANCE, problems);
        }

        /** Time. */
        public Clock clock() {
            return clock;
        }

        DoubleSupplier random() {
            return random;
        }

        Problems problems() {
            return problems;
        }

        /** What was retried in vain. */
        public FailureMarks marks() {
            return marks;
        }

        /** Who waits. */
        public Waiters waiters() {
            return waiters;
        }
    }
}
