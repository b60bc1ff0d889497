package io.datapunk.retry.guard;

/** Refuses all, until its time is over. */
final class OpenPhase extends BreakerPhase {

    final long sinceNanos;
    private final OutcomeWindow.Counts before;

    OpenPhase(long number, BreakerSettings settings, long sinceNanos, OutcomeWindow.Counts before) {
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
