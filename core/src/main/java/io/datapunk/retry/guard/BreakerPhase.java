package io.datapunk.retry.guard;

/**
 * What a circuit breaker is from one change of state to the next. Each has a number of its own, which its permits
 * carry: an outcome counts only where the stage that let the attempt through still lasts. Thread-safe.
 */
abstract class BreakerPhase {

    final long number;
    final BreakerSettings settings;
    final BreakerState state;

    /** The change that has led to its state; set before other threads see the stage. */
    StateChange change;

    BreakerPhase(long number, BreakerSettings settings, BreakerState state) {
        this.number = number;
        this.settings = settings;
        this.state = state;
    }

    /**
     * Lets an attempt through or not.
     *
     * @return {@link Answer#ADMITTED}, {@link Answer#REFUSED}, or {@link Answer#OVER} where another stage is to be
     *     asked
     */
    abstract Answer ask(CircuitBreaker breaker);

    /** Takes the outcome of an attempt that it let through. */
    abstract void record(CircuitBreaker breaker, boolean failed, boolean slow, long nowNanos);

    /** An attempt that it let through says nothing of the service. */
    abstract void release();

    /** What people see of it. */
    abstract OutcomeWindow.Counts counts(long nowNanos);

    enum Answer {
        ADMITTED,
        REFUSED,
        OVER
    }
}
