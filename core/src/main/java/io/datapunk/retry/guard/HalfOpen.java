package io.datapunk.retry.guard;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets exactly so many attempts through, and judges them once all have ended. Attempts that do not end within
 * {@code open-for} are given up, and as many others are let through: one that hangs does not block the way for ever.
 */
final class HalfOpen extends Stage {

    private final OutcomeWindow window;
    private final AtomicInteger permits;
    private volatile long newestPermitNanos;

    HalfOpen(long number, BreakerSettings settings, long nowNanos) {
        super(number, settings, BreakerState.HALF_OPEN);
        this.window = new CountWindow(settings.halfOpenCalls());
        this.permits = new AtomicInteger(settings.halfOpenCalls());
        this.newestPermitNanos = nowNanos;
    }

    @Override
    Answer ask(CircuitBreaker breaker) {
        long now = breaker.nanoTime();
        for (int left = permits.get(); left > 0; left = permits.get()) {
            if (permits.compareAndSet(left, left - 1)) {
                newestPermitNanos = now;
                return Answer.ADMITTED;
            }
        }
        if (now - newestPermitNanos < settings.openForNanos()) {
            return Answer.REFUSED;
        }
        breaker.probes(this, "the attempts that were let through have not ended within open-for");
        return Answer.OVER;
    }

    @Override
    void record(CircuitBreaker breaker, boolean failed, boolean slow, long nowNanos) {
        window.record(failed, slow, nowNanos);
        OutcomeWindow.Counts counts = window.counts(nowNanos);
        if (counts.calls < settings.halfOpenCalls()) {
            return;
        }
        String why = counts.tooBad(settings);
        if (why == null) {
            breaker.closes(this, (counts.calls - counts.failed) + " of " + counts.calls + " calls succeeded");
        } else {
            breaker.opens(this, counts, why);
        }
    }

    @Override
    void release() {
        permits.incrementAndGet();
    }

    @Override
    OutcomeWindow.Counts counts(long nowNanos) {
        return window.counts(nowNanos);
    }
}
