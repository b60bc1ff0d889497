package io.datapunk.retry.guard;

/**
 * What a circuit breaker is from one change of state to the next. Each has a number of its own, which its permits carry: an
 * outcome counts only where the stage that let the attempt through still lasts. Thread-safe.
 */
abstract class Stage {

    final long number;
    final BreakerSettings settings;
    final BreakerState state;

    /** The change that has led to its state; set before other threads see the stage. */
    StateChange change;

    Stage(long number, BreakerSettings settings, BreakerState state) {
        this.number = number;
        this.settings = settings;
        this.state = state;
    }

    /**
     * Lets an attempt through or not.
     *
     * @return {@link Answer#ADMITTED}, {@link Answer#REFUSED}, or {@link Answer#OVER} where another stage is to be asked
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

    /** Watches the attempts, and opens where too many are bad. */
    static final class Closed extends Stage {

        final OutcomeWindow window;

        Closed(long number, BreakerSettings settings, OutcomeWindow window) {
            super(number, settings, BreakerState.CLOSED);
            this.window = window;
        }

        @Override
        Answer ask(CircuitBreaker breaker) {
            return Answer.ADMITTED;
        }

        @Override
        void record(CircuitBreaker breaker, boolean failed, boolean slow, long nowNanos) {
            window.record(failed, slow, nowNanos);
            if (!window.hasBad(nowNanos)) {
                return;
            }
            OutcomeWindow.Counts counts = window.counts(nowNanos);
            if (counts.calls < settings.minimumCalls()) {
                return;
            }
            String why = counts.tooBad(settings);
            if (why != null) {
                breaker.opens(this, counts, why);
            }
        }

        @Override
        void release() {}

        @Override
        OutcomeWindow.Counts counts(long nowNanos) {
            return window.counts(nowNanos);
        }
    }

    /** Refuses all, until its time is over. */
    static final class Open extends Stage {

        final long sinceNanos;
        private final OutcomeWindow.Counts before;

        Open(long number, BreakerSettings settings, long sinceNanos, OutcomeWindow.Counts before) {
            super(number, settings, BreakerState.OPEN);
            this.sinceNanos = sinceNanos;
            this.before = before;
        }

        @Override
        Answer ask(CircuitBreaker breaker) {
            if (breaker.nanoTime() - sinceNanos < settings.openForNanos()) {
                return Answer.REFUSED;
            }
            breaker.probes(this, "open-for is over");
            return Answer.OVER;
        }

        @Override
        void record(CircuitBreaker breaker, boolean failed, boolean slow, long nowNanos) {}

        @Override
        void release() {}

        @Override
        OutcomeWindow.Counts counts(long nowNanos) {
            return before;
        }
    }
}
