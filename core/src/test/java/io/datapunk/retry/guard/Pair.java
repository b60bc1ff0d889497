package io.datapunk.retry.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.datapunk.retry.time.VirtualClock;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.internal.CircuitBreakerStateMachine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Our breaker and resilience4j's, on the same clock, with the same settings, given the same. */
final class Pair {

    private final VirtualClock clock = new VirtualClock();
    private final BreakerSettings settings;
    final CircuitBreaker ours;
    final io.github.resilience4j.circuitbreaker.CircuitBreaker theirs;
    private final Deque<Long> permits = new ArrayDeque<>();
    private final StringBuilder trace = new StringBuilder();

    Pair(BreakerSettings settings) {
        this.settings = settings;
        this.ours = new CircuitBreaker("ours", settings, clock, BreakerListener.NONE);
        CircuitBreakerConfig.Builder config = CircuitBreakerConfig.custom()
                .failureRateThreshold((float) (100 * settings.failureRate()))
                .minimumNumberOfCalls(settings.minimumCalls())
                .waitDurationInOpenState(Duration.ofNanos(settings.openForNanos()))
                .permittedNumberOfCallsInHalfOpenState(settings.halfOpenCalls());
        if (settings.slowCallNanos() > 0) {
            config.slowCallDurationThreshold(Duration.ofNanos(settings.slowCallNanos()))
                    .slowCallRateThreshold((float) (100 * settings.slowCallRate()));
        }
        if (settings.windowCalls() > 0) {
            config.slidingWindowType(SlidingWindowType.COUNT_BASED).slidingWindowSize(settings.windowCalls());
        } else {
            config.slidingWindowType(SlidingWindowType.TIME_BASED)
                    .slidingWindowSize((int) TimeUnit.NANOSECONDS.toSeconds(settings.windowNanos()));
        }
        this.theirs = new CircuitBreakerStateMachine(
                "theirs", config.clock(new OnVirtualTime()).build());
    }

    /** Asks both for an attempt. */
    boolean ask() {
        trace.append('?');
        long permit = ours.tryAcquire();
        boolean permitted = theirs.tryAcquirePermission();
        assertThat(permit != CircuitBreaker.REFUSED).as(trace + " permitted").isEqualTo(permitted);
        if (permitted) {
            permits.add(permit);
        }
        same();
        return permitted;
    }

    /** The oldest attempt under way ends. */
    void end(boolean failed, long millis) {
        trace.append(failed ? 'f' : 's').append(millis);
        long permit = permits.remove();
        long nanos = millis * 1_000_000;
        if (failed) {
            ours.failed(permit, nanos);
            theirs.onError(nanos, TimeUnit.NANOSECONDS, new Exception());
        } else {
            ours.succeeded(permit, nanos);
            theirs.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
        same();
    }

    /** The oldest attempt under way ends, and says nothing. */
    void release() {
        trace.append('r');
        ours.released(permits.remove());
        theirs.releasePermission();
        same();
    }

    void pass(long millis) {
        trace.append('+').append(millis).append(' ');
        clock.advanceMillis(millis);
    }

    int underWay() {
        return permits.size();
    }

    void openByHand() {
        trace.append('o');
        ours.open();
        theirs.transitionToOpenState();
        permits.clear();
        same();
    }

    private void same() {
        String state = theirs.getState().name();
        assertThat(ours.state().name()).as("%s after %s", settings, trace).isEqualTo(state);
        int calls = theirs.getMetrics().getNumberOfBufferedCalls();
        if (ours.state() != BreakerState.OPEN) {
            assertThat(ours.bufferedCalls()).as("calls after %s", trace).isEqualTo(calls);
            assertThat(ours.failureRate() * calls)
                    .as("failed after %s", trace)
                    .isCloseTo(theirs.getMetrics().getNumberOfFailedCalls(), within(1e-6));
            assertThat(ours.slowCallRate() * calls)
                    .as("slow after %s", trace)
                    .isCloseTo(theirs.getMetrics().getNumberOfSlowCalls(), within(1e-6));
        }
    }

    private final class OnVirtualTime extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(0, clock.nanoTime());
        }
    }
}
