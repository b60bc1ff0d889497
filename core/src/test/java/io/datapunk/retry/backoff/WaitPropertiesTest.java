package io.datapunk.retry.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every strategy with every jitter, whatever the parameters; the seed is fixed. */
class WaitPropertiesTest {

    private static final long SEED = 20_261_123;
    private static final int ROUNDS = 4_000;
    private static final double ALMOST_ONE = Math.nextDown(1.0);
    private static final List<String> STRATEGIES = List.of("fixed", "linear", "exponential", "fibonacci", "schedule");
    private static final List<String> RANDOM_STRATEGIES = List.of("random", "decorrelated");

    static Stream<Arguments> everyPair() {
        return Stream.concat(
                STRATEGIES.stream().flatMap(name -> jitters().map(jitter -> Arguments.of(name, jitter))),
                RANDOM_STRATEGIES.stream().map(name -> Arguments.of(name, null)));
    }

    private static Stream<Jitter> jitters() {
        return Stream.of(
                Jitter.NONE, Jitter.percent(0.2), Jitter.percent(0.999), Jitter.percent(1), Jitter.FULL, Jitter.EQUAL);
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void noWaitIsNegativeOrAboveTheCapOrZeroByOverflow(String strategy, Jitter jitter) {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            BackoffPlan plan = randomPlan(strategy, jitter, random);
            long previous = random.nextBoolean() ? 0 : upTo(plan.maxDelayNanos(), random);
            int n = 1 + (int) upTo(2_000_000_000 - 1, random);
            for (DoubleSupplier chance : List.<DoubleSupplier>of(() -> 0, () -> ALMOST_ONE, random::nextDouble)) {
                long wait = plan.waitNanos(n, previous, chance);
                assertThat(wait)
                        .as("%s, n = %d, previous %d", plan, n, previous)
                        .isBetween(0L, plan.maxDelayNanos());
                if (neverZero(jitter)) {
                    assertThat(wait)
                            .as("%s, n = %d, previous %d", plan, n, previous)
                            .isPositive();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixed", "linear", "exponential", "fibonacci"})
    void withoutJitterNoStrategyShrinks(String strategy) {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            BackoffPlan plan = randomPlan(strategy, Jitter.NONE, random);
            int n = 1 + (int) upTo(2_000_000_000 - 1, random);
            assertThat(plan.waitNanos(n + 1, 0, random::nextDouble))
                    .as("%s, n = %d", plan, n)
                    .isGreaterThanOrEqualTo(plan.waitNanos(n, 0, random::nextDouble));
        }
    }

    @ParameterizedTest
    @MethodSource("meansBelowTheCap")
    void theMeanIsRight(Backoff backoff, Jitter jitter, double mean) {
        BackoffPlan plan = BackoffPlan.builder(backoff).jitter(jitter).build();
        assertThat(meanOf(plan, 1)).as("%s", plan).isCloseTo(mean, within(mean * 0.01));
    }

    static Stream<Arguments> meansBelowTheCap() {
        long second = 1_000_000_000L;
        return Stream.of(
                Arguments.of(new FixedBackoff(second), Jitter.percent(0.2), 1e9),
                Arguments.of(new FixedBackoff(second), Jitter.percent(1), 1e9),
                Arguments.of(new FixedBackoff(second), Jitter.FULL, 0.5e9),
                Arguments.of(new FixedBackoff(second), Jitter.EQUAL, 0.75e9),
                Arguments.of(new FixedBackoff(second), Jitter.NONE, 1e9),
                Arguments.of(new RandomBackoff(second, 3 * second), null, 2e9),
                Arguments.of(new DecorrelatedBackoff(second), null, 2e9));
    }

    @ParameterizedTest
    @MethodSource("meansAtTheCap")
    void waitsAtTheCapAreSpreadBelowIt(Jitter jitter, double least, double mean) {
        BackoffPlan plan = BackoffPlan.builder(new ExponentialBackoff(1_000_000_000L, 2))
                .maxDelay(Duration.ofSeconds(10))
                .jitter(jitter)
                .build();
        Random random = new Random(SEED);
        long[] waits = random.doubles(10_000)
                .mapToLong(chance -> plan.waitNanos(1_000_000, 0, () -> chance))
                .toArray();

        assertThat(LongStream.of(waits).distinct().count()).isGreaterThan(9_900L);
        assertThat(LongStream.of(waits).min().orElseThrow() / 1e9).isBetween(least, least + 0.1);
        assertThat(LongStream.of(waits).max().orElseThrow() / 1e9).isBetween(9.9, 10.0);
        assertThat(meanOf(plan, 1_000_000) / 1e9).isCloseTo(mean, within(0.05));
    }

    static Stream<Arguments> meansAtTheCap() {
        return Stream.of(
                Arguments.of(Jitter.percent(0.2), 8, 9),
                Arguments.of(Jitter.percent(1), 0, 5),
                Arguments.of(Jitter.FULL, 0, 5),
                Arguments.of(Jitter.EQUAL, 5, 7.5));
    }

    private static double meanOf(BackoffPlan plan, int n) {
        Random random = new Random(SEED);
        return random.doubles(100_000)
                .mapToLong(chance -> plan.waitNanos(n, 0, () -> chance))
                .average()
                .orElseThrow();
    }

    /** Whether a delay above zero must give a wait above zero. */
    private static boolean neverZero(Jitter jitter) {
        return jitter == null
                || jitter.equals(Jitter.NONE)
                || jitter.equals(Jitter.percent(0.2))
                || jitter.equals(Jitter.percent(0.999));
    }

    private static BackoffPlan randomPlan(String strategy, Jitter jitter, Random random) {
        long cap = 1 + upTo(Long.MAX_VALUE - 1, random);
        long delay = 1 + upTo(cap - 1, random);
        return BackoffPlan.builder(backoff(strategy, delay, cap, random))
                .jitter(jitter)
                .maxDelay(Duration.ofNanos(cap))
                .build();
    }

    private static Backoff backoff(String strategy, long delay, long cap, Random random) {
        return switch (strategy) {
            case "fixed" -> new FixedBackoff(delay);
            case "linear" -> new LinearBackoff(delay, upTo(Long.MAX_VALUE, random));
            case "exponential" -> new ExponentialBackoff(delay, 1 + Math.pow(10, random.nextDouble() * 20 - 10));
            case "fibonacci" -> new FibonacciBackoff(delay);
            case "schedule" -> new ScheduleBackoff(1 + upTo(delay - 1, random), delay, 1 + upTo(delay - 1, random));
            case "random" -> new RandomBackoff(delay, delay + upTo(cap - delay, random));
            case "decorrelated" -> new DecorrelatedBackoff(delay);
            default -> throw new IllegalArgumentException(strategy);
        };
    }

    /** In [0, limit], small values and values near the limit as likely as all others: their logarithm is uniform. */
    private static long upTo(long limit, Random random) {
        long value = (random.nextLong() >>> 1) >>> random.nextInt(63);
        return random.nextInt(8) == 0 ? limit : Math.min(limit, value);
    }
}
