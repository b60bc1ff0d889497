package io.datapunk.retry.guard;

import java.time.Duration;

/** When a circuit breaker opens, and how it closes again. An immutable, validated value. */
public final class BreakerSettings {

    /** The largest number of calls in a window or half-open. */
    public static final int MAX_CALLS = 1_000_000;

    private final double failureRate;
    private final long slowCallNanos;
    private final double slowCallRate;
    private final int windowCalls;
    private final long windowNanos;
    private final int minimumCalls;
    private final long openForNanos;
    private final int halfOpenCalls;

    private BreakerSettings(Builder builder) {
        this.failureRate = builder.failureRate;
        this.slowCallNanos = builder.slowCallNanos;
        this.slowCallRate = builder.slowCallRate;
        this.windowCalls = builder.windowCalls;
        this.windowNanos = builder.windowNanos;
        this.minimumCalls =
                builder.windowCalls > 0 ? Math.min(builder.minimumCalls, builder.windowCalls) : builder.minimumCalls;
        this.openForNanos = builder.openForNanos;
        this.halfOpenCalls = builder.halfOpenCalls;
    }

    /**
     * A builder with the defaults: 50% of the last 100 calls, at least 20; open for 30 s, then 3 calls; none is slow.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Share of failures from which on it opens, above 0 to 1. */
    public double failureRate() {
        return failureRate;
    }

    /** From what duration on an attempt is slow, in nanoseconds; 0: none is. */
    public long slowCallNanos() {
        return slowCallNanos;
    }

    /** Share of slow attempts from which on it opens, above 0 to 1. */
    public double slowCallRate() {
        return slowCallRate;
    }

    /** How many attempts the window holds; 0: it is one of time. */
    public int windowCalls() {
        return windowCalls;
    }

    /** How long the window is in nanoseconds; 0: it is one of calls. */
    public long windowNanos() {
        return windowNanos;
    }

    /**
     * With fewer attempts than these in the window it stays closed; at most {@link #windowCalls()} where that is set.
     */
    public int minimumCalls() {
        return minimumCalls;
    }

    /** How long it stays open before attempts are let through again, in nanoseconds. */
    public long openForNanos() {
        return openForNanos;
    }

    /** How many attempts are let through half-open, all of which are judged together. */
    public int halfOpenCalls() {
        return halfOpenCalls;
    }

    boolean hasWindowOf(BreakerSettings other) {
        return windowCalls == other.windowCalls && windowNanos == other.windowNanos;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof BreakerSettings)) {
            return false;
        }
        BreakerSettings that = (BreakerSettings) other;
        return hasWindowOf(that)
                && Double.compare(failureRate, that.failureRate) == 0
                && slowCallNanos == that.slowCallNanos
                && Double.compare(slowCallRate, that.slowCallRate) == 0
                && minimumCalls == that.minimumCalls
                && openForNanos == that.openForNanos
                && halfOpenCalls == that.halfOpenCalls;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(failureRate) + 31 * (windowCalls + 31 * Long.hashCode(windowNanos + openForNanos));
    }

    @Override
    public String toString() {
        return "failure-rate " + 100 * failureRate + "%, window "
                + (windowCalls > 0
                        ? windowCalls + " calls"
                        : Duration.ofNanos(windowNanos).toString())
                + ", minimum-calls " + minimumCalls + ", open-for " + Duration.ofNanos(openForNanos);
    }

    /** Collects the values. Not thread-safe. */
    public static final class Builder {

        private double failureRate = 0.5;
        private long slowCallNanos;
        private double slowCallRate = 1;
        private int windowCalls = 100;
        private long windowNanos;
        private int minimumCalls = 20;
        private long openForNanos = Duration.ofSeconds(30).toNanos();
        private int halfOpenCalls = 3;

        private Builder() {}

        /**
         * Share of failures from which on it opens.
         *
         * @throws IllegalArgumentException unless above 0 and at most 1
         */
        public Builder failureRate(double share) {
            this.failureRate = share("failure-rate", share);
            return this;
        }

        /**
         * From what duration on an attempt is slow, and the share of slow attempts from which on the breaker opens.
         *
         * @throws IllegalArgumentException unless the duration is above zero, and the share above 0 and at most 1
         */
        public Builder slowCalls(Duration from, double share) {
            this.slowCallNanos = positive("slow-call", from);
            this.slowCallRate = share("slow-call-rate", share);
            return this;
        }

        /**
         * Judges the last attempts.
         *
         * @throws IllegalArgumentException outside 1 to {@value #MAX_CALLS}
         */
        public Builder windowOfCalls(int calls) {
            this.windowCalls = count("window", calls);
            this.windowNanos = 0;
            return this;
        }

        /**
         * Judges the attempts of the last while.
         *
         * @throws IllegalArgumentException outside 1 s to 1 h
         */
        public Builder windowOfTime(Duration length) {
            if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("window is " + length + ", but must be 1s to 1h");
            }
            this.windowNanos = length.toNanos();
            this.windowCalls = 0;
            return this;
        }

        /**
         * With fewer attempts than these in the window the breaker stays closed; no more count than the window holds.
         *
         * @throws IllegalArgumentException outside 1 to {@value #MAX_CALLS}
         */
        public Builder minimumCalls(int calls) {
            this.minimumCalls = count("minimum-calls", calls);
            return this;
        }

        /**
         * How long the breaker stays open.
         *
         * @throws IllegalArgumentException unless above zero
         */
        public Builder openFor(Duration time) {
            this.openForNanos = positive("open-for", time);
            return this;
        }

        /**
         * How many attempts are let through half-open.
         *
         * @throws IllegalArgumentException outside 1 to {@value #MAX_CALLS}
         */
        public Builder halfOpenCalls(int calls) {
            this.halfOpenCalls = count("half-open-calls", calls);
            return this;
        }

        /** The settings. */
        public BreakerSettings build() {
            return new BreakerSettings(this);
        }

        private static double share(String name, double share) {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException(name + " is " + share + ", but must be above 0 and at most 1");
            }
            return share;
        }

        private static int count(String name, int calls) {
            if (calls < 1 || calls > MAX_CALLS) {
                throw new IllegalArgumentException(name + " is " + calls + ", but must be 1 to " + MAX_CALLS);
            }
            return calls;
        }

        private static long positive(String name, Duration time) {
            if (time.isZero() || time.isNegative()) {
                throw new IllegalArgumentException(name + " is " + time + ", but must be above zero");
            }
            try {
                return time.toNanos();
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(name + " is " + time + ", longer than nanoseconds can count", e);
            }
        }
    }
}
