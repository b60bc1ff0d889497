package io.datapunk.retry.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The breaker does what resilience4j's does, but where it is meant not to; each such place is a test here. */
class BreakerVersusResilience4jTest {

    /** A nanosecond more than can be hit: at the very end of open-for the two differ. */
    static Stream<BreakerSettings> settings() {
        return Stream.of(
                BreakerSettings.builder().windowOfCalls(10).minimumCalls(5).build(),
                BreakerSettings.builder()
                        .windowOfCalls(5)
                        .minimumCalls(20)
                        .halfOpenCalls(1)
                        .build(),
                BreakerSettings.builder()
                        .windowOfCalls(1)
                        .minimumCalls(1)
                        .halfOpenCalls(1)
                        .openFor(Duration.ofMillis(500).plusNanos(1))
                        .build(),
                BreakerSettings.builder()
                        .failureRate(0.25)
                        .windowOfCalls(20)
                        .minimumCalls(10)
                        .halfOpenCalls(10)
                        .openFor(Duration.ofSeconds(2).plusNanos(1))
                        .build(),
                BreakerSettings.builder()
                        .slowCalls(Duration.ofMillis(100), 0.6)
                        .windowOfCalls(8)
                        .minimumCalls(3)
                        .openFor(Duration.ofSeconds(1).plusNanos(1))
                        .build(),
                BreakerSettings.builder()
                        .windowOfTime(Duration.ofSeconds(10))
                        .minimumCalls(5)
                        .openFor(Duration.ofSeconds(3).plusNanos(1))
                        .build(),
                BreakerSettings.builder()
                        .failureRate(1)
                        .slowCalls(Duration.ofMillis(100), 0.5)
                        .windowOfTime(Duration.ofSeconds(60))
                        .minimumCalls(4)
                        .halfOpenCalls(4)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void onRandomTraces(BreakerSettings settings) {
        int[] changes = new int[1];
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            Pair pair = new Pair(settings);
            int badness = random.nextInt(101);
            for (int step = 0; step < 150; step++) {
                BreakerState before = pair.ours.state();
                step(pair, random, badness);
                changes[0] += pair.ours.state() == before ? 0 : 1;
            }
        }
        assertThat(changes[0]).as("changes of state that were compared").isGreaterThan(400);
    }

    private static void step(Pair pair, Random random, int badness) {
        int what = random.nextInt(100);
        boolean probesRun = pair.ours.state() == BreakerState.HALF_OPEN && pair.underWay() > 0;
        if (what < 10 && !probesRun) { // one that hangs is another test
            pair.pass(random.nextInt(4_000));
        } else if (what < 60) {
            pair.ask();
            // Closed, an attempt ends before the next begins: what ends after a change of state is another test.
            if (pair.underWay() > 0 && pair.ours.state() == BreakerState.CLOSED) {
                end(pair, random, badness);
            }
        } else if (pair.underWay() > 0) {
            end(pair, random, badness);
        }
    }

    private static void end(Pair pair, Random random, int badness) {
        if (random.nextInt(10) == 0) {
            pair.release();
        } else {
            pair.end(random.nextInt(100) < badness, random.nextInt(100) < badness ? 150 : 50);
        }
    }

    @Test
    void byHand() {
        Pair pair = new Pair(BreakerSettings.builder().build());
        pair.openByHand();
        assertThat(pair.ask()).isFalse();
        pair.pass(30_001);
        assertThat(pair.ask()).isTrue();
    }

    /** They count the outcome of an attempt that began before the breaker opened as if it were a probe. */
    @Test
    void differsWhereAnOldAttemptEndsHalfOpen() {
        Pair pair = new Pair(BreakerSettings.builder()
                .windowOfCalls(2)
                .minimumCalls(1)
                .halfOpenCalls(2)
                .build());
        long old = pair.ours.tryAcquire();
        pair.theirs.tryAcquirePermission();
        pair.openByHand();
        pair.pass(30_001);
        pair.ask();
        pair.ours.failed(old, 1);
        pair.theirs.onError(1, TimeUnit.NANOSECONDS, new Exception());
        assertThat(pair.theirs.getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
        assertThat(pair.ours.bufferedCalls()).isZero();
    }

    /** They wait for probes that never end, for ever unless told otherwise. */
    @Test
    void differsWhereAProbeHangs() {
        Pair pair = new Pair(BreakerSettings.builder().halfOpenCalls(1).build());
        pair.openByHand();
        pair.pass(30_001);
        assertThat(pair.ask()).isTrue();
        assertThat(pair.ask()).isFalse();
        pair.pass(30_000);
        assertThat(pair.theirs.tryAcquirePermission()).isFalse();
        long second = pair.ours.tryAcquire();
        assertThat(second).isPositive();
        pair.ours.succeeded(second, 1);
        assertThat(pair.ours.state()).isEqualTo(BreakerState.CLOSED);
    }

    /** They let attempts through only after more than open-for; ours as soon as it is over. */
    @Test
    void differsAtTheVeryEndOfOpenFor() {
        Pair pair = new Pair(BreakerSettings.builder().build());
        pair.openByHand();
        pair.pass(30_000);
        assertThat(pair.theirs.tryAcquirePermission()).isFalse();
        assertThat(pair.ours.tryAcquire()).isPositive();
    }

    /**
     * They judge half-open as soon as minimum-calls have ended, if these are fewer; ours judges all that it let
     * through.
     */
    @Test
    void differsWhereMinimumCallsAreFewerThanProbes() {
        Pair pair = new Pair(
                BreakerSettings.builder().minimumCalls(1).halfOpenCalls(3).build());
        pair.openByHand();
        pair.pass(30_001);
        pair.ask();
        pair.ours.failed(3, 1);
        pair.theirs.onError(1, TimeUnit.NANOSECONDS, new Exception());
        assertThat(pair.theirs.getState().name()).isEqualTo("OPEN");
        assertThat(pair.ours.state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    /** A duration that is exactly the threshold is slow: "from what duration on". They ask for more than that. */
    @Test
    void differsWhereADurationIsTheThreshold() {
        Pair pair = new Pair(
                BreakerSettings.builder().slowCalls(Duration.ofMillis(100), 1).build());
        long permit = pair.ours.tryAcquire();
        pair.ours.succeeded(permit, 100_000_000);
        pair.theirs.onSuccess(100, TimeUnit.MILLISECONDS);
        assertThat(pair.ours.slowCallRate()).isEqualTo(1);
        assertThat(pair.theirs.getMetrics().getNumberOfSlowCalls()).isZero();
    }

    /** Their windows of time are counted by the second; ours of less than 10 s are finer, of more than 60 s coarser. */
    @Test
    void differsInTheGrainOfShortWindows() {
        Pair pair = new Pair(
                BreakerSettings.builder().windowOfTime(Duration.ofSeconds(1)).build());
        pair.pass(900);
        pair.ask();
        pair.end(true, 1);
        pair.pass(200);
        pair.theirs.tryAcquirePermission();
        pair.theirs.onSuccess(1, TimeUnit.MILLISECONDS);
        assertThat(pair.theirs.getMetrics().getNumberOfFailedCalls())
                .as("a new second")
                .isZero();
        assertThat(pair.ours.bufferedCalls()).as("200 ms later").isEqualTo(1);
    }
}
