package io.datapunk.retry.backoff;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The waits of a policy: a strategy, its jitter, and the longest delay, which is never passed.
 *
 * <p>An immutable, validated value.
 */
public final class BackoffPlan {

    /** Jitter of the strategies that are not random themselves. */
    public static final Jitter DEFAULT_JITTER = Jitter.percent(0.2);

    /** The longest delay unless said, or unless the strategy names a longer one. */
    public static final long DEFAULT_MAX_DELAY_NANOS = 30_000_000_000L;

    /** Exponential from 100 ms, doubled each time, ±20%, at most 30 s. */
    public static final BackoffPlan DEFAULT =
            builder(new ExponentialBackoff(100_000_000L, 2)).build();

    private final Backoff backoff;
    private final Jitter jitter;
    private final long maxDelayNanos;

    private BackoffPlan(Backoff backoff, Jitter jitter, long maxDelayNanos) {
        this.backoff = backoff;
        this.jitter = jitter;
        this.maxDelayNanos = maxDelayNanos;
    }

    /** A builder around a strategy. */
    public static Builder builder(Backoff backoff) {
        return new Builder(backoff);
    }

    /**
     * The wait before the next attempt.
     *
     * @param n number of the wait, 1 for the first
     * @param previousNanos the wait before, 0 before the first
     * @param random uniform in [0, 1)
     * @return nanoseconds, 0 to {@link #maxDelayNanos()}
     */
    public long waitNanos(int n, long previousNanos, DoubleSupplier random) {
        long wait = backoff instanceof Strategy
                ? ((Strategy) backoff).delayNanos(n, previousNanos, random, maxDelayNanos)
                : backoff.delayNanos(n, previousNanos, random);
        return jitter.apply(Math.max(0, wait), maxDelayNanos, random);
    }

    /** The strategy. */
    public Backoff backoff() {
        return backoff;
    }

    /** The jitter. */
    public Jitter jitter() {
        return jitter;
    }

    /** The longest delay in nanoseconds. */
    public long maxDelayNanos() {
        return maxDelayNanos;
    }

    @Override
    public String toString() {
        return backoff + ", jitter " + jitter + ", max-delay " + Durations.format(maxDelayNanos);
    }

    /** Collects a plan. Not thread-safe. */
    public static final class Builder {
        private final Backoff backoff;
        private Jitter jitter;
        private long maxDelayNanos = -1;

        private Builder(Backoff backoff) {
            if (backoff == null) {
                throw new IllegalArgumentException("backoff is null");
            }
            this.backoff = backoff;
        }

        /** How waits are spread; ±20% unless said, none for strategies that are random or of the user's own. */
        public Builder jitter(Jitter value) {
            this.jitter = value;
            return this;
        }

        /** The longest delay; 30 s unless said, or the largest delay that the strategy names if that is longer. */
        public Builder maxDelay(Duration value) {
            this.maxDelayNanos = Saturating.aboveZero(Durations.nanos(value), "max-delay");
            return this;
        }

        /**
         * The plan.
         *
         * @throws IllegalArgumentException where values exclude each other; the message names both
         */
        public BackoffPlan build() {
            Strategy strategy = backoff instanceof Strategy ? (Strategy) backoff : null;
            if (strategy != null && strategy.isRandom() && jitter != null) {
                throw new IllegalArgumentException(
                        "jitter " + jitter + " cannot go with " + backoff + ", which is random already");
            }
            long largest = strategy == null ? 0 : strategy.largestNamedDelayNanos();
            if (maxDelayNanos >= 0 && largest > maxDelayNanos) {
                throw new IllegalArgumentException("delay " + Durations.format(largest) + " of " + backoff
                        + " is above max-delay " + Durations.format(maxDelayNanos));
            }
            return new BackoffPlan(
                    backoff,
                    jitter != null ? jitter : strategy == null || strategy.isRandom() ? Jitter.NONE : DEFAULT_JITTER,
                    maxDelayNanos >= 0 ? maxDelayNanos : Math.max(DEFAULT_MAX_DELAY_NANOS, largest));
        }
    }
}
