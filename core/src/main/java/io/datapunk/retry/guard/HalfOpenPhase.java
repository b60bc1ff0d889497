package io.datapunk.retry.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets exactly so many attempts through, and judges once as many have ended. Where they do not end within {@code
 * open-for}, as many others are let through: one that hangs does not block the way for ever. Whichever end first are
 * judged.
 */
final class HalfOpenPhase extends BreakerPhase {

    private final OutcomeWindow window;
    private final AtomicInteger permits;
    private final AtomicLong newestPermitNanos;

    HalfOpenPhase(long number, BreakerSettings settings, long nowNanos) {
        super(number, settings, BreakerState.HALF_OPEN);
        this.window = new CountWindow(settings.halfOpenCalls());
        this.permits = new AtomicInteger(settings.halfOpenCalls());
        this.newestPermitNanos = new AtomicLong(nowNanos);
    }

    @Override
    Answer ask(CircuitBreaker breaker) {
        long now = breaker.nanoTime();
        long newest = newestPermitNanos.get();
        if (permits.get() <= 0
                && now - newest >= settings.openForNanos()
                && newestPermitNanos.compareAndSet(newest, now)) {
            permits.addAndGet(settings.halfOpenCalls());
        }
        for (int left = permits.get(); left > 0; left = permits.get()) {
            if (permits.compareAndSet(left, left - 1)) {
                newestPermitNanos.set(now);
                return Answer.ADMITTED;
            }
        }
        return Answer.REFUSED;
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
