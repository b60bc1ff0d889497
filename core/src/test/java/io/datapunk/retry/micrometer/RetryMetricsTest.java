package io.datapunk.retry.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.Retry;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerSettings;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.VirtualClock;
import io.datapunk.retry.time.VirtualTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryMetricsTest {

    private final VirtualClock clock = new VirtualClock();
    private final RetryEngine engine =
            new RetryEngine(clock, new VirtualTimer(), () -> 0.5, ErrorReporter.IGNORED, CallResult.FAILURES);
    private final CircuitBreaker breaker = new CircuitBreaker(
            "service",
            BreakerSettings.builder().windowOfCalls(10).minimumCalls(10).build(),
            clock,
            BreakerListener.NONE);
    private final RetryBudget budget = new RetryBudget("shared", 0, 5, clock);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private int failuresLeft;

    @Test
    void showsWhatTheRetryCounts() {
        Retry retry = retry();
        RetryMetrics.of("orders", retry).bindTo(registry);

        call(retry, 0);
        call(retry, 1);
        call(retry, 2);
        call(retry, 5);

        CallMetrics metrics = retry.metrics();
        for (CallOutcome outcome : CallOutcome.values()) {
            assertThat(calls(outcome)).as("calls %s", outcome).isEqualTo(metrics.count(outcome));
        }
        assertThat(metrics.calls()).isEqualTo(4);
        assertThat(metrics.count(CallOutcome.RETRIED_SUCCESS)).isEqualTo(2);
        assertThat(counter("retries")).isEqualTo((double) metrics.retries()).isEqualTo(5);
        assertThat(counter("wait"))
                .isCloseTo(metrics.waitMillis() / 1000.0, within(1e-9))
                .isPositive();
        assertThat(gauge("budget.balance")).isEqualTo(budget.balance());
        assertThat(counter("budget.withdrawn"))
                .isEqualTo((double) budget.withdrawn())
                .isEqualTo(5);
        assertThat(gauge("waiting")).isZero();
    }

    @Test
    void tellsTheStateOfTheBreakerByANumber() {
        RetryMetrics.of("orders", retry()).bindTo(registry);
        assertThat(gauge("circuit.state")).isZero();

        breaker.open();
        assertThat(gauge("circuit.state")).isEqualTo(2);
        assertThat(breaker.tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(counter("circuit.rejected")).isEqualTo(1);

        clock.advanceMillis(31_000);
        breaker.tryAcquire();
        assertThat(gauge("circuit.state")).isEqualTo(1);
    }

    @Test
    void aMethodOfSeveralLoadersIsSummedUp() {
        CallMetrics one = new CallMetrics();
        CallMetrics other = new CallMetrics();
        List<Meter> meters = new RetryMeters(registry).ofMethod("rule", "com.acme.A", "call()", List.of(one, other));

        one.firstTrySuccess();
        other.firstTrySuccess();
        assertThat(calls(CallOutcome.FIRST_TRY_SUCCESS)).isEqualTo(2);

        meters.forEach(registry::remove);
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void aNameIsNeeded() {
        Retry retry = retry();
        assertThatThrownBy(() -> RetryMetrics.of("", retry)).hasMessageContaining("name");
    }

    private Retry retry() {
        RetryPolicy policy = RetryPolicy.builder().maxAttempts(3).build();
        return Retry.with(policy, Guards.NONE.withBreaker(breaker).withBudget(budget), engine);
    }

    private void call(Retry retry, int failures) {
        failuresLeft = failures;
        try {
            retry.run(() -> {
                if (failuresLeft-- > 0) {
                    throw new IOException("fails");
                }
            });
        } catch (IOException e) {
            assertThat(failures).isGreaterThan(2);
        }
    }

    private long calls(CallOutcome outcome) {
        return (long) registry.get("datapunk.retry.calls")
                .tag("outcome", RetryMeters.tagOf(outcome))
                .functionCounter()
                .count();
    }

    private double counter(String name) {
        return registry.get("datapunk.retry." + name).functionCounter().count();
    }

    private double gauge(String name) {
        return registry.get("datapunk.retry." + name).gauge().value();
    }
}
