package io.datapunk.retry.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffPlanTest {

    @Test
    void theFirstWaitsOfEachStrategy() {
        assertThat(waits(new FixedBackoff(7))).containsExactly(7L, 7L, 7L, 7L, 7L);
        assertThat(waits(new LinearBackoff(100, 10))).containsExactly(100L, 110L, 120L, 130L, 140L);
        assertThat(waits(new ExponentialBackoff(100, 2))).containsExactly(100L, 200L, 400L, 800L, 1600L);
        assertThat(waits(new FibonacciBackoff(10))).containsExactly(10L, 10L, 20L, 30L, 50L);
        assertThat(waits(new ScheduleBackoff(1, 20, 5))).containsExactly(1L, 20L, 5L, 5L, 5L);
        assertThat(waits(new RandomBackoff(0, 999))).containsExactly(500L, 500L, 500L, 500L, 500L);
        // uniform in [10, 3 * previous], in the middle: 10..30 -> 20, 10..60 -> 35, 10..105 -> 58, ...
        assertThat(waits(new DecorrelatedBackoff(10))).containsExactly(20L, 35L, 58L, 92L, 143L);
    }

    private static List<Long> waits(Backoff backoff) {
        List<Long> waits = new ArrayList<>();
        long previous = 0;
        for (int n = 1; n <= 5; n++) {
            previous = backoff.delayNanos(n, previous, () -> 0.5);
            waits.add(previous);
        }
        return waits;
    }

    @Test
    void defaultsAreThoseOfTheContract() {
        assertThat(BackoffPlan.DEFAULT).hasToString("exponential 100ms x2.0, jitter 20.0%, max-delay 30s");
        BackoffPlan longFixed =
                BackoffPlan.builder(new FixedBackoff(90_000_000_000L)).build();
        assertThat(longFixed.maxDelayNanos()).isEqualTo(90_000_000_000L);
        assertThat(BackoffPlan.builder(new DecorrelatedBackoff(1)).build().jitter())
                .isEqualTo(Jitter.NONE);
        assertThat(BackoffPlan.builder((n, previous, random) -> n).build().jitter())
                .isEqualTo(Jitter.NONE);
    }

    @Test
    void rubbishOfACustomBackoffIsBounded() {
        BackoffPlan negative = BackoffPlan.builder((n, previous, random) -> -5).build();
        assertThat(negative.waitNanos(1, 0, () -> 0.5)).isZero();
        BackoffPlan endless =
                BackoffPlan.builder((n, previous, random) -> Long.MAX_VALUE).build();
        assertThat(endless.waitNanos(1, 0, () -> 0.5)).isEqualTo(30_000_000_000L);
    }

    @Test
    void whatCannotGoTogetherIsRefusedAndBothValuesAreNamed() {
        assertThatThrownBy(() -> BackoffPlan.builder(new FixedBackoff(2_000_000_000L))
                        .maxDelay(Duration.ofSeconds(1))
                        .build())
                .hasMessageContainingAll("delay 2s", "max-delay 1s");
        assertThatThrownBy(() -> BackoffPlan.builder(new DecorrelatedBackoff(1_000_000))
                        .jitter(Jitter.FULL)
                        .build())
                .hasMessageContainingAll("jitter full", "decorrelated 1ms");
        assertThatThrownBy(() -> new ExponentialBackoff(1_000_000, 0.5)).hasMessageContainingAll("0.5", "delay 1ms");
        assertThatThrownBy(() -> new RandomBackoff(2_000_000, 1_000_000)).hasMessageContainingAll("2ms", "1ms");
        assertThatThrownBy(() -> new LinearBackoff(1, -1_000_000)).hasMessageContaining("increment is -1ms");
        assertThatThrownBy(() -> new ScheduleBackoff()).hasMessageContaining("at least one");
        assertThatThrownBy(() -> Jitter.percent(1.5)).hasMessageContaining("150.0%");
    }

    @ParameterizedTest
    @CsvSource({
        "250ms, 250000000",
        "2s, 2000000000",
        "1m30s, 90000000000",
        "1h, 3600000000000",
        "PT1.5S, 1500000000",
        "0ms, 0",
        "1d, 86400000000000",
        "1s500ms, 1500000000",
        "pt2s, 2000000000",
        "5us, 5000",
        "7ns, 7"
    })
    void durationsAreRead(String text, long nanos) {
        assertThat(Durations.parse(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "1s1m", "1s1s", "-1s", "1.5s", "PT", "PT-1S", "1x", "9999999999h"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0ms", "250000000, 250ms", "90000000000, 1m30s", "1500000000, 1s500ms", "999, 999ns"})
    void durationsAreWritten(long nanos, String text) {
        assertThat(Durations.format(nanos)).isEqualTo(text);
    }
}
