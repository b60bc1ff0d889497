package io.datapunk.retry.policy;

import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.outcome.DelayHint;
import io.datapunk.retry.outcome.Discard;
import io.datapunk.retry.outcome.OutcomeRules;
import java.time.Duration;

/**
 * Which outcomes of a call are retried, how often, how long, and after which waits.
 *
 * <p>An immutable, validated value; made by {@link #builder()}. Safe for use by any number of threads and calls.
 */
public final class RetryPolicy {

    /** The largest number of attempts that can be asked for, short of {@link Builder#unlimitedAttempts()}. */
    public static final int MAX_ATTEMPTS = 1_000;

    /** What {@link #maxAttempts()} answers for a policy that only its timeout ends. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** A copy that nobody writes to. */
    private final Builder values;

    private RetryPolicy(Builder values) {
        this.values = values.copy();
    }

    /**
     * A builder with the defaults: three attempts, exponential backoff from 100 ms with 20% jitter, no timeout,
     * {@link OutcomeRules#DEFAULT}, the last failure rethrown, innermost retries only, enforced.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with this policy's values. */
    public Builder toBuilder() {
        return values.copy();
    }

    /** Attempts in all, the first included: 1 to 1,000, or {@link #UNLIMITED}. */
    public int maxAttempts() {
        return values.maxAttempts;
    }

    /** Time for the whole call in nanoseconds, attempts and waits; 0 where there is no limit. */
    public long timeoutNanos() {
        return values.timeoutNanos;
    }

    /** Time for one attempt in nanoseconds; 0 where there is no limit. */
    public long attemptTimeoutNanos() {
        return values.attemptTimeoutNanos;
    }

    /**
     * Whether an attempt that takes longer than {@link #attemptTimeoutNanos()} is interrupted or cancelled; if not it
     * goes on, and what it comes to counts by {@link Builder#attemptTimeout(Duration, boolean)}.
     */
    public boolean interruptsAttempts() {
        return values.interruptsAttempts;
    }

    /** The waits. */
    public BackoffPlan backoff() {
        return values.backoff;
    }

    /** What is retried. */
    public OutcomeRules outcomes() {
        return values.outcomes;
    }

    /** Where a server says how long to wait; {@code null} where nobody looks. */
    public DelayHint delayHint() {
        return values.delayHint;
    }

    /** What happens to a result that is retried. */
    public Discard discard() {
        return values.discard;
    }

    /** What the caller gets when no attempt has succeeded. */
    public OnExhausted onExhausted() {
        return values.onExhausted;
    }

    /** Whether failures that a method below has retried are retried again. */
    public Nested nested() {
        return values.nested;
    }

    /** What the policy may do. */
    public Mode mode() {
        return values.mode;
    }

    /** Where a method that returns a future is called again. */
    public AsyncExecution asyncExecution() {
        return values.asyncExecution;
    }

    /** Whether a stream that has emitted is retried: its subscriber sees the elements again. */
    public boolean retryAfterEmission() {
        return values.retryAfterEmission;
    }

    @Override
    public String toString() {
        String attempts = values.maxAttempts == UNLIMITED ? "unlimited" : String.valueOf(values.maxAttempts);
        return attempts + " attempts, " + values.backoff
                + (values.timeoutNanos == 0 ? "" : ", timeout " + Duration.ofNanos(values.timeoutNanos))
                + (values.attemptTimeoutNanos == 0
                        ? ""
                        : ", attempt-timeout " + Duration.ofNanos(values.attemptTimeoutNanos))
                + (values.interruptsAttempts ? "" : " without interrupt")
                + ", on-exhausted " + values.onExhausted + ", " + values.mode;
    }

    /** Collects the values of a policy; {@link #build()} refuses values that exclude each other. Not thread-safe. */
    public static final class Builder implements Cloneable {

        private int maxAttempts = 3;
        private long timeoutNanos;
        private long attemptTimeoutNanos;
        private boolean interruptsAttempts = true;
        private BackoffPlan backoff = BackoffPlan.DEFAULT;
        private OutcomeRules outcomes = OutcomeRules.DEFAULT;
        private DelayHint delayHint;
        private Discard discard = Discard.CLOSE;
        private OnExhausted onExhausted = OnExhausted.RETHROW;
        private Nested nested = Nested.INNERMOST;
        private Mode mode = Mode.ENFORCE;
        private AsyncExecution asyncExecution = AsyncExecution.COMMON;
        private boolean retryAfterEmission;

        private Builder() {}

        private Builder copy() {
            try {
                return (Builder) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e); // it is supported
            }
        }

        /**
         * Attempts in all, the first included.
         *
         * @throws IllegalArgumentException outside 1 to 1,000
         */
        public Builder maxAttempts(int attempts) {
            if (attempts < 1 || attempts > MAX_ATTEMPTS) {
                throw new IllegalArgumentException("max-attempts is " + attempts + ", but must be 1 to " + MAX_ATTEMPTS
                        + ", or unlimited with a timeout");
            }
            this.maxAttempts = attempts;
            return this;
        }

        /** Retries until the timeout; {@link #build()} insists on one. */
        public Builder unlimitedAttempts() {
            this.maxAttempts = UNLIMITED;
            return this;
        }

        /**
         * Time for the whole call. No wait that would end past it is begun; an attempt under way is not cut short.
         *
         * @throws IllegalArgumentException unless above zero and at most 292 years
         */
        public Builder timeout(Duration timeout) {
            this.timeoutNanos = nanos("timeout", timeout);
            return this;
        }

        /**
         * Time for one attempt: its thread is then interrupted, and unless it succeeds all the same it has failed with
         * {@code RetryTimeoutException}, which is retried.
         *
         * @throws IllegalArgumentException unless above zero and at most 292 years
         */
        public Builder attemptTimeout(Duration timeout) {
            return attemptTimeout(timeout, true);
        }

        /**
         * As {@link #attemptTimeout(Duration)}, or without an interrupt. Then a call that blocks is not bounded by it:
         * an attempt that returns late is a success, one that fails late has failed with {@code RetryTimeoutException},
         * whose cause is its failure. An attempt of an asynchronous call has failed once the time is over, and the next
         * may begin, but it is not cancelled; if it succeeds before the call has ended, that is the result.
         *
         * @throws IllegalArgumentException unless above zero and at most 292 years
         */
        public Builder attemptTimeout(Duration timeout, boolean interrupt) {
            this.attemptTimeoutNanos = nanos("attempt-timeout", timeout);
            this.interruptsAttempts = interrupt;
            return this;
        }

        private static long nanos(String name, Duration timeout) {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException(name + " is " + timeout + ", but must be above zero");
            }
            try {
                return timeout.toNanos();
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(name + " is " + timeout + ", longer than nanoseconds can count", e);
            }
        }

        /** The waits. */
        public Builder backoff(BackoffPlan plan) {
            this.backoff = required(plan, "backoff");
            return this;
        }

        /** What is retried. */
        public Builder outcomes(OutcomeRules rules) {
            this.outcomes = required(rules, "outcomes");
            return this;
        }

        /**
         * Where a server says how long to wait.
         *
         * @param hint {@code null}: nobody looks
         */
        public Builder delayHint(DelayHint hint) {
            this.delayHint = hint;
            return this;
        }

        /** What happens to a result that is retried. */
        public Builder discard(Discard how) {
            this.discard = required(how, "discard");
            return this;
        }

        /** What the caller gets when no attempt has succeeded. */
        public Builder onExhausted(OnExhausted what) {
            this.onExhausted = required(what, "on-exhausted");
            return this;
        }

        /** Whether failures that a method below has retried are retried again. */
        public Builder nested(Nested how) {
            this.nested = required(how, "nested");
            return this;
        }

        /** What the policy may do. */
        public Builder mode(Mode value) {
            this.mode = required(value, "mode");
            return this;
        }

        /** Where a method that returns a future is called again. */
        public Builder asyncExecution(AsyncExecution where) {
            this.asyncExecution = required(where, "async-executor");
            return this;
        }

        /** Whether a stream that has emitted is retried: its subscriber sees the elements again. */
        public Builder retryAfterEmission(boolean yes) {
            this.retryAfterEmission = yes;
            return this;
        }

        /**
         * The policy.
         *
         * @throws IllegalArgumentException where values exclude each other; the message names both
         */
        public RetryPolicy build() {
            if (maxAttempts == UNLIMITED && timeoutNanos == 0) {
                throw new IllegalArgumentException(
                        "max-attempts is unlimited and timeout is not set: one of them must end the call");
            }
            if (timeoutNanos > 0 && attemptTimeoutNanos > timeoutNanos) {
                throw new IllegalArgumentException("attempt-timeout is " + Duration.ofNanos(attemptTimeoutNanos)
                        + ", but must be at most the timeout of " + Duration.ofNanos(timeoutNanos));
            }
            return new RetryPolicy(this);
        }

        private static <T> T required(T value, String name) {
            if (value == null) {
                throw new IllegalArgumentException(name + " is null");
            }
            return value;
        }
    }
}
