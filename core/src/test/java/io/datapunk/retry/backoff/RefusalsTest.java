package io.datapunk.retry.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be built; the message names the values that exclude each other. */
class RefusalsTest {

    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @MethodSource("refused")
    void isRefused(ThrowingCallable building, String[] named) {
        assertThatThrownBy(building)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(named);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused(() -> capped(new FixedBackoff(2 * SECOND)), "delay 2s", "max-delay 1s"),
                refused(() -> capped(new LinearBackoff(2 * SECOND, 1)), "delay 2s", "max-delay 1s"),
                refused(() -> capped(new ExponentialBackoff(2 * SECOND, 2)), "delay 2s", "max-delay 1s"),
                refused(() -> capped(new FibonacciBackoff(2 * SECOND)), "delay 2s", "max-delay 1s"),
                refused(() -> capped(new DecorrelatedBackoff(2 * SECOND)), "delay 2s", "max-delay 1s"),
                refused(() -> capped(new RandomBackoff(1, 2 * SECOND)), "delay 2s", "max-delay 1s"),
                refused(() -> capped(new ScheduleBackoff(1, 3 * SECOND, 2)), "delay 3s", "schedule", "max-delay 1s"),
                refused(() -> new RandomBackoff(2 * SECOND, SECOND), "delay 2s", "max-delay 1s"),
                refused(() -> jittered(new RandomBackoff(1, 2), Jitter.FULL), "jitter full", "random"),
                refused(() -> jittered(new RandomBackoff(1, 2), Jitter.NONE), "jitter none", "random"),
                refused(() -> jittered(new DecorrelatedBackoff(1), Jitter.EQUAL), "jitter equal", "decorrelated"),
                refused(() -> new ExponentialBackoff(SECOND, 0.9), "multiplier is 0.9", "delay 1s"),
                refused(() -> new ExponentialBackoff(SECOND, Double.NaN), "multiplier is NaN"),
                refused(() -> new ExponentialBackoff(SECOND, Double.POSITIVE_INFINITY), "multiplier is Infinity"),
                refused(() -> new FixedBackoff(-1), "delay is -1ns", "negative"),
                refused(() -> new LinearBackoff(1, -SECOND), "increment is -1s", "negative"),
                refused(() -> new DecorrelatedBackoff(0), "delay is 0ms", "above zero"),
                refused(() -> new ScheduleBackoff(), "delays", "at least one"),
                refused(() -> new ScheduleBackoff(1, -2), "-2ns", "negative"),
                refused(() -> BackoffPlan.builder(null), "backoff is null"),
                refused(() -> BackoffPlan.builder(new FixedBackoff(0)).maxDelay(Duration.ZERO), "max-delay is 0ms"),
                refused(() -> Jitter.percent(1.01), "101", "100%"),
                refused(() -> Jitter.percent(-0.1), "-10", "0%"),
                refused(() -> Jitter.percent(Double.NaN), "NaN", "0% to 100%"));
    }

    private static Arguments refused(ThrowingCallable building, String... named) {
        return Arguments.of(building, named);
    }

    private static void capped(Backoff backoff) {
        BackoffPlan.builder(backoff).maxDelay(Duration.ofSeconds(1)).build();
    }

    private static void jittered(Backoff backoff, Jitter jitter) {
        BackoffPlan.builder(backoff).jitter(jitter).build();
    }

    @Test
    void theBoundsThemselvesAreAllowed() {
        assertThatCode(() -> {
                    capped(new FixedBackoff(SECOND));
                    capped(new RandomBackoff(SECOND, SECOND));
                    capped(new ExponentialBackoff(0, 1));
                    jittered(new FixedBackoff(0), Jitter.percent(1));
                    // A growth that passes the longest delay is no contradiction: that is what the cap is for.
                    capped(new LinearBackoff(SECOND, 5 * SECOND));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aScheduleIsACopy() {
        long[] delays = {1, 2};
        ScheduleBackoff schedule = new ScheduleBackoff(delays);
        delays[0] = -1;
        schedule.delaysNanos()[1] = -1;
        assertThat(schedule.delaysNanos()).containsExactly(1, 2);
    }
}
