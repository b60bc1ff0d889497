package io.datapunk.retry.guard;

/** Watches the attempts, and opens where too many are bad. */
final class ClosedPhase extends BreakerPhase {

    final OutcomeWindow window;

    ClosedPhase(long number, BreakerSettings settings, OutcomeWindow window) {
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
