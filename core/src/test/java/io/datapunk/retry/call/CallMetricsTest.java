package io.datapunk.retry.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is counted is there whether its counters had to be made for it or not. */
class CallMetricsTest {

    private final CallMetrics metrics = new CallMetrics();

    @Test
    void nothingHasFailedAtFirst() {
        metrics.firstTrySuccess();
        assertThat(metrics.calls()).isOne();
        assertThat(Stream.of(CallOutcome.values()).mapToLong(metrics::count).sum())
                .isOne();
        assertThat(metrics.retries()).isZero();
        assertThat(metrics.wouldRetry()).isZero();
        assertThat(metrics.waiting()).isZero();
        assertThat(metrics.waitMillis()).isZero();
        assertThat(metrics.lastDecision()).isNull();
        assertThat(metrics.lastFailure()).isNull();
        assertThat(metrics.lastFailureAt()).isZero();
    }

    @Test
    void eachOutcomeIsCountedInItself() {
        for (CallOutcome outcome : CallOutcome.values()) {
            metrics.ended(outcome);
            assertThat(metrics.count(outcome)).as(outcome.metric()).isOne();
        }
        assertThat(metrics.calls()).isEqualTo(CallOutcome.values().length);
    }

    @Test
    void anAbandonedCallIsNotRetryable() {
        metrics.abandoned();
        assertThat(metrics.count(CallOutcome.NOT_RETRYABLE)).isOne();
        metrics.ended(CallOutcome.NOT_RETRYABLE);
        assertThat(metrics.count(CallOutcome.NOT_RETRYABLE)).isEqualTo(2);
        assertThat(metrics.calls()).isEqualTo(2);
    }

    @Test
    void aResetLeavesOnlyThoseWhoWait() {
        metrics.reset();
        metrics.firstTrySuccess();
        metrics.abandoned();
        metrics.ended(CallOutcome.EXHAUSTED);
        metrics.failed("java.io.IOException", 7);
        metrics.countWouldRetry();
        metrics.waitBegins();
        metrics.waitBegins();
        metrics.waitEnds(TimeUnit.SECONDS.toNanos(1));
        assertThat(metrics.waitMillis()).isEqualTo(1_000);

        metrics.reset();

        assertThat(metrics.calls()).isZero();
        assertThat(metrics.wouldRetry()).isZero();
        assertThat(metrics.waitMillis()).isZero();
        assertThat(metrics.lastFailure()).isNull();
        assertThat(metrics.lastFailureAt()).isZero();
        assertThat(metrics.waiting()).isOne();
        assertThat(metrics.takeNew()).as("is not lost").isOne();
        assertThat(metrics.takeNew()).as("is given once").isZero();
    }

    /**
     * Threads that are the first to fail at the same time: the counters of one must not take the place of the other's.
     */
    @Test
    void losesNothingOfThoseWhoFailFirst() throws Exception {
        int threads = 3;
        List<CallMetrics> methods = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            methods.add(new CallMetrics());
        }
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> failAll(methods, together));
            started.add(thread);
            thread.start();
        }
        for (Thread thread : started) {
            thread.join();
        }
        assertThat(methods).allSatisfy(each -> assertThat(each.calls()).isEqualTo(threads));
    }

    private static void failAll(List<CallMetrics> methods, CyclicBarrier together) {
        try {
            for (CallMetrics method : methods) {
                together.await();
                method.ended(CallOutcome.EXHAUSTED);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
