package io.datapunk.retry.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is this breaker's own; what it shares with others is held against theirs in
 * {@link BreakerVersusResilience4jTest}.
 */
class CircuitBreakerTest {

    private final VirtualClock clock = new VirtualClock();
    private final List<String> heard = new ArrayList<>();
    private final CircuitBreaker breaker =
            breaker(BreakerSettings.builder().windowOfCalls(10).minimumCalls(2));

    @Test
    void tellsOfEachChangeOnceAndWhy() {
        fail(2);
        clock.advanceMillis(30_000);
        succeed(3);
        assertThat(heard)
                .containsExactly(
                        "CLOSED OPEN 2 of 2 calls failed",
                        "OPEN HALF_OPEN open-for is over",
                        "HALF_OPEN CLOSED 3 of 3 calls succeeded");
        assertThat(breaker.stateChangedAt()).isEqualTo(clock.epochMillis());
    }

    @Test
    void countsWhatItRefuses() {
        fail(2);
        assertThat(breaker.tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.rejected()).isEqualTo(2);
        assertThat(breaker.failureRate()).as("of when it opened").isEqualTo(1);
    }

    @Test
    void aReleasedPermitIsThereForAnother() {
        fail(2);
        clock.advanceMillis(30_000);
        for (int i = 0; i < 100; i++) {
            breaker.released(breaker.tryAcquire());
        }
        succeed(3);
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    /** Attempts that take longer than open-for, and succeed: the late ones count. */
    @Test
    void slowProbesCloseItAllTheSame() {
        fail(2);
        clock.advanceMillis(30_000);
        List<Long> underWay = new ArrayList<>();
        for (int second = 0; second < 300 && breaker.state() != BreakerState.CLOSED; second++) {
            long permit = breaker.tryAcquire();
            if (permit != CircuitBreaker.REFUSED) {
                underWay.add(permit);
            }
            clock.advanceMillis(1_000);
            if (second > 40 && !underWay.isEmpty()) {
                breaker.succeeded(underWay.remove(0), 0);
            }
        }
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void newSettingsKeepStateAndCounts() {
        fail(1);
        succeed(1);
        long before = breaker.tryAcquire();
        breaker.reconfigure(BreakerSettings.builder()
                .windowOfCalls(10)
                .minimumCalls(3)
                .failureRate(0.6)
                .build());
        assertThat(breaker.bufferedCalls()).isEqualTo(2);
        breaker.failed(before, 0);
        assertThat(breaker.state()).as("2 of 3 failed").isEqualTo(BreakerState.OPEN);

        breaker.reconfigure(
                BreakerSettings.builder().openFor(Duration.ofSeconds(1)).build());
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        clock.advanceMillis(1_000);
        assertThat(breaker.tryAcquire()).isPositive();
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);

        breaker.reconfigure(BreakerSettings.builder().halfOpenCalls(1).build());
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
        succeed(1);
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(heard).hasSize(3);
    }

    @Test
    void anotherWindowStartsEmpty() {
        fail(1);
        breaker.reconfigure(BreakerSettings.builder().windowOfCalls(11).build());
        assertThat(breaker.bufferedCalls()).isZero();
    }

    @Test
    void openedByHandItStaysOpenFromThenOn() {
        breaker.open();
        clock.advanceMillis(29_999);
        breaker.open();
        clock.advanceMillis(29_999);
        assertThat(breaker.tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
        breaker.close();
        assertThat(breaker.tryAcquire()).isPositive();
        assertThat(heard).containsExactly("CLOSED OPEN by hand", "OPEN CLOSED by hand");
    }

    @Test
    void aClockThatWrapsAroundDoesNoHarm() {
        clock.advanceMillis(Long.MAX_VALUE / 1_000_000 - 10_000);
        fail(2);
        clock.advanceMillis(29_999);
        assertThat(clock.nanoTime()).isNegative();
        assertThat(breaker.tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
        clock.advanceMillis(1);
        assertThat(breaker.tryAcquire()).isPositive();
    }

    @Test
    void readsTheClockOnlyForSlowCalls() {
        assertThat(breaker.measuresTime()).isFalse();
        assertThat(breaker(BreakerSettings.builder().slowCalls(Duration.ofSeconds(1), 0.5))
                        .measuresTime())
                .isTrue();
    }

    private CircuitBreaker breaker(BreakerSettings.Builder settings) {
        return new CircuitBreaker(
                "test", settings.build(), clock, (which, from, to, why) -> heard.add(from + " " + to + " " + why));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(breaker.tryAcquire(), 0);
        }
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            breaker.succeeded(breaker.tryAcquire(), 0);
        }
    }
}
