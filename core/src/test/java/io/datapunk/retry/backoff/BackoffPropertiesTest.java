package io.datapunk.retry.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every wait, whatever the parameters: thousands of random ones, by a fixed seed. */
class BackoffPropertiesTest {

    private static final int ROUNDS = 2_000;
    private static final int[] NUMBERS = {1, 2, 3, 10, 62, 63, 64, 65, 92, 93, 1_000, 1 << 30, 2_000_000_000};

    private final Random source = new Random(20_261_123);

    /** Makes a strategy from a delay; those with more parameters take them from the random source. */
    interface Maker {
        Backoff make(long delay, Random source);
    }

    static Stream<Maker> strategies() {
        return Stream.of(
                (delay, source) -> new FixedBackoff(delay),
                (delay, source) -> new LinearBackoff(delay, randomNanos(source)),
                (delay, source) -> new ExponentialBackoff(delay, 1 + 10 * source.nextDouble()),
                (delay, source) -> new RandomBackoff(delay, delay + (long) (source.nextDouble() * delay)),
                (delay, source) -> new FibonacciBackoff(delay),
                (delay, source) -> new DecorrelatedBackoff(delay),
                (delay, source) -> new ScheduleBackoff(delay, delay + 1, delay + 2));
    }

    static List<Jitter> jitters() {
        return List.of(Jitter.NONE, Jitter.FULL, Jitter.EQUAL, Jitter.percent(0.2), Jitter.percent(1));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void neverNegativeNeverAboveTheCapNeverZeroByOverflow(Maker maker) {
        for (int round = 0; round < ROUNDS; round++) {
            long delay = randomNanos(source);
            Backoff backoff = maker.make(delay, source);
            Jitter jitter = jitters().get(source.nextInt(jitters().size()));
            BackoffPlan plan = plan(backoff, jitter, Math.max(1, delay) * 2);
            long previous = 0;
            for (int n : NUMBERS) {
                long wait = plan.waitNanos(n, previous, source::nextDouble);
                assertThat(wait).as("%s, %s, wait %s", backoff, jitter, n).isBetween(0L, plan.maxDelayNanos());
                if (!mayBeZero(plan.jitter())) {
                    assertThat(wait).as("%s, %s, wait %s", backoff, jitter, n).isPositive();
                }
                previous = wait;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void growsUntilTheCapAndStaysThere(Maker maker) {
        Backoff backoff = maker.make(1_000_000, source);
        long before = 0;
        for (int n : NUMBERS) {
            long wait = backoff.delayNanos(n, Long.MAX_VALUE / 2, () -> 0.5);
            assertThat(wait).as("%s, wait %s", backoff, n).isGreaterThanOrEqualTo(before);
            before = wait;
        }
    }

    @Test
    void saturatesInsteadOfOverflowing() {
        int n = 2_000_000_000;
        assertThat(new LinearBackoff(1, Long.MAX_VALUE / 3).delayNanos(n, 0, () -> 0))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(new ExponentialBackoff(1, 2).delayNanos(n, 0, () -> 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(new ExponentialBackoff(1, 1).delayNanos(n, 0, () -> 0)).isEqualTo(1);
        assertThat(new ExponentialBackoff(0, 2).delayNanos(n, 0, () -> 0)).isZero();
        assertThat(new FibonacciBackoff(1).delayNanos(92, 0, () -> 0)).isEqualTo(7_540_113_804_746_346_429L);
        assertThat(new FibonacciBackoff(1).delayNanos(93, 0, () -> 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(new FibonacciBackoff(0).delayNanos(n, 0, () -> 0)).isZero();
        assertThat(new DecorrelatedBackoff(5).delayNanos(n, Long.MAX_VALUE, Math::random))
                .isPositive();
    }

    @Test
    void theMeanIsRightWithinSamplingError() {
        // uniform in [a, b]: standard error of the mean of 40,000 draws is (b-a)/sqrt(12*40000), here four of them
        assertMean(Jitter.percent(0.2), 1_000_000, 1_000_000, 400_000);
        assertMean(Jitter.FULL, 1_000_000, 500_000, 1_000_000);
        assertMean(Jitter.EQUAL, 1_000_000, 750_000, 500_000);
        double mean = mean(() -> new RandomBackoff(1_000, 2_001_000).delayNanos(1, 0, source::nextDouble));
        assertThat(mean).isCloseTo(1_001_000, within(4 * 2_000_000 / Math.sqrt(12 * 40_000.0)));
        mean = mean(() -> new DecorrelatedBackoff(1_000).delayNanos(2, 1_000_000, source::nextDouble));
        assertThat(mean).isCloseTo(1_500_500, within(4 * 2_999_000 / Math.sqrt(12 * 40_000.0)));
    }

    private void assertMean(Jitter jitter, long wait, double expected, double width) {
        double mean = mean(() -> jitter.apply(wait, Long.MAX_VALUE, source::nextDouble));
        assertThat(mean).as(jitter.toString()).isCloseTo(expected, within(4 * width / Math.sqrt(12 * 40_000.0)));
    }

    private static double mean(DoubleSupplier draw) {
        double sum = 0;
        for (int i = 0; i < 40_000; i++) {
            sum += draw.getAsDouble();
        }
        return sum / 40_000;
    }

    @Test
    void waitsAtTheCapAreSpreadBelowIt() {
        for (Jitter jitter : List.of(Jitter.FULL, Jitter.EQUAL, Jitter.percent(0.2))) {
            BackoffPlan plan = plan(new ExponentialBackoff(1_000_000, 10), jitter, 50_000_000);
            TreeSet<Long> waits = new TreeSet<>();
            for (int i = 0; i < 1_000; i++) {
                waits.add(plan.waitNanos(100, 50_000_000, source::nextDouble));
            }
            assertThat(waits).as(jitter.toString()).hasSizeGreaterThan(900);
            assertThat(waits.last()).isLessThanOrEqualTo(50_000_000L);
            // as the contract has it: uniform in [w(1-j), min(w(1+j), cap)]
            assertThat(waits.first()).isGreaterThanOrEqualTo(jitter.leastNanos(50_000_000));
        }
    }

    @Test
    void decorrelatedWaitsAreDrawnBelowTheCap() {
        BackoffPlan plan = plan(new DecorrelatedBackoff(1_000_000), Jitter.NONE, 50_000_000);
        TreeSet<Long> waits = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            waits.add(plan.waitNanos(100, plan.maxDelayNanos(), source::nextDouble));
        }
        assertThat(waits).hasSizeGreaterThan(900);
        assertThat(waits.last()).isLessThanOrEqualTo(plan.maxDelayNanos());
    }

    private static long randomNanos(Random source) {
        return 1
                + (long)
                        (Math.pow(source.nextDouble(), 8) * Duration.ofDays(365).toNanos());
    }

    private static BackoffPlan plan(Backoff backoff, Jitter jitter, long maxDelay) {
        BackoffPlan.Builder plan = BackoffPlan.builder(backoff).maxDelay(Duration.ofNanos(maxDelay + 2));
        boolean random = backoff instanceof Strategy strategy && strategy.isRandom();
        return (random ? plan : plan.jitter(jitter)).build();
    }

    private static boolean mayBeZero(Jitter jitter) {
        return jitter.leastNanos(1) == 0;
    }
}
