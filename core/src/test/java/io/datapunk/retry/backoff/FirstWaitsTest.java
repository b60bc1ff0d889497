package io.datapunk.retry.backoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The first waits of every strategy, to the nanosecond; chance is always in the middle. */
class FirstWaitsTest {

    private static final long MILLI = 1_000_000L;

    @ParameterizedTest(name = "{0}")
    @MethodSource("firstWaits")
    void exactFirstValues(Backoff backoff, long[] expectedNanos) {
        long[] waits = IntStream.rangeClosed(1, expectedNanos.length)
                .mapToLong(n -> backoff.delayNanos(n, 0, () -> 0.5))
                .toArray();
        assertThat(waits).containsExactly(expectedNanos);
    }

    static Stream<Arguments> firstWaits() {
        return Stream.of(
                Arguments.of(new FixedBackoff(7), new long[] {7, 7, 7}),
                Arguments.of(new LinearBackoff(100, 100), new long[] {100, 200, 300, 400}),
                Arguments.of(new LinearBackoff(0, 5), new long[] {0, 5, 10}),
                Arguments.of(new ExponentialBackoff(100, 2), new long[] {100, 200, 400, 800, 1600}),
                Arguments.of(new ExponentialBackoff(100, 1.5), new long[] {100, 150, 225}),
                Arguments.of(new ExponentialBackoff(0, 2), new long[] {0, 0, 0}),
                Arguments.of(new FibonacciBackoff(10), new long[] {10, 10, 20, 30, 50, 80, 130}),
                Arguments.of(new ScheduleBackoff(100, 1000, 50), new long[] {100, 1000, 50, 50, 50}),
                Arguments.of(new RandomBackoff(100, 300), new long[] {200, 200}),
                Arguments.of(new DecorrelatedBackoff(100), new long[] {200, 200}));
    }

    @Test
    void theNinetyThirdFibonacciNumberSaturates() {
        FibonacciBackoff backoff = new FibonacciBackoff(1);
        assertThat(backoff.delayNanos(92, 0, () -> 0.5)).isEqualTo(7_540_113_804_746_346_429L);
        assertThat(backoff.delayNanos(93, 0, () -> 0.5)).isEqualTo(Long.MAX_VALUE);
        assertThat(new FibonacciBackoff(0).delayNanos(93, 0, () -> 0.5)).isZero();
    }

    @Test
    void aDecorrelatedWaitDependsOnTheOneBefore() {
        DecorrelatedBackoff backoff = new DecorrelatedBackoff(100);
        assertThat(backoff.delayNanos(2, 1_000, () -> 0)).isEqualTo(100);
        assertThat(backoff.delayNanos(2, 1_000, () -> Math.nextDown(1.0))).isEqualTo(3_000);
        assertThat(backoff.delayNanos(2, 10, () -> Math.nextDown(1.0))).isEqualTo(300);
        assertThat(backoff.delayNanos(2, Long.MAX_VALUE, () -> Math.nextDown(1.0)))
                .isGreaterThan(Long.MAX_VALUE / 10 * 9);
    }

    @ParameterizedTest
    @MethodSource("jittered")
    void theBoundsOfJitter(Jitter jitter, long least, long longest, long longestAtTheCap) {
        assertThat(jitter.apply(1_000, 5_000, () -> 0)).isEqualTo(least).isEqualTo(jitter.leastNanos(1_000));
        assertThat(jitter.apply(1_000, 5_000, () -> Math.nextDown(1.0)))
                .isEqualTo(longest)
                .isEqualTo(jitter.longestNanos(1_000, 5_000));
        assertThat(jitter.apply(9_000, 1_100, () -> Math.nextDown(1.0))).isEqualTo(longestAtTheCap);
    }

    static Stream<Arguments> jittered() {
        return Stream.of(
                Arguments.of(Jitter.NONE, 1_000, 1_000, 1_100),
                Arguments.of(Jitter.percent(0), 1_000, 1_000, 1_100),
                Arguments.of(Jitter.percent(0.2), 800, 1_200, 1_100),
                Arguments.of(Jitter.percent(1), 0, 2_000, 1_100),
                Arguments.of(Jitter.FULL, 0, 1_000, 1_100),
                Arguments.of(Jitter.EQUAL, 500, 1_000, 1_100));
    }

    @Test
    void theDefaults() {
        BackoffPlan plan = BackoffPlan.DEFAULT;
        assertThat(plan.jitter()).isEqualTo(Jitter.percent(0.2));
        assertThat(plan.maxDelayNanos()).isEqualTo(30_000 * MILLI);
        assertThat(plan.waitNanos(1, 0, () -> 0.5)).isEqualTo(100 * MILLI);
        assertThat(plan.waitNanos(2, 0, () -> 0)).isEqualTo(160 * MILLI);
    }

    @Test
    void theLongestDelayFollowsALongerDelayOfTheStrategy() {
        long minute = Duration.ofMinutes(1).toNanos();
        assertThat(longest(new FixedBackoff(minute))).isEqualTo(minute);
        assertThat(longest(new ScheduleBackoff(1, minute, 2))).isEqualTo(minute);
        assertThat(longest(new RandomBackoff(1, minute))).isEqualTo(minute);
        assertThat(longest(new FixedBackoff(1))).isEqualTo(BackoffPlan.DEFAULT_MAX_DELAY_NANOS);
    }

    private static long longest(Backoff backoff) {
        return BackoffPlan.builder(backoff).build().maxDelayNanos();
    }

    @Test
    void aBackoffOfTheUsersOwnHasNoJitterAndIsHeldInBounds() {
        BackoffPlan plan = BackoffPlan.builder((n, previous, random) -> n == 1 ? -5 : Long.MAX_VALUE)
                .maxDelay(Duration.ofSeconds(1))
                .build();
        assertThat(plan.jitter()).isSameAs(Jitter.NONE);
        assertThat(plan.waitNanos(1, 0, () -> 0.5)).isZero();
        assertThat(plan.waitNanos(2, 0, () -> 0.5)).isEqualTo(1_000 * MILLI);
    }
}
