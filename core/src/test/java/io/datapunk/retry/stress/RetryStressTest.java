package io.datapunk.retry.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.CircuitOpenException;
import io.datapunk.retry.Retry;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.FixedBackoff;
import io.datapunk.retry.backoff.Jitter;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerSettings;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.guard.WaitingLimit;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Calls with every guard on, from 64 threads: what is counted at the end is what was done. */
class RetryStressTest {

    @Test
    void everyCallIsCountedOnce() throws Exception {
        RetryBudget budget = new RetryBudget("test", 0.5, 1_000, SystemClock.INSTANCE);
        WaitingLimit limit = new WaitingLimit(20);
        CircuitBreaker breaker = new CircuitBreaker(
                "test",
                BreakerSettings.builder()
                        .failureRate(0.9)
                        .openFor(Duration.ofMillis(1))
                        .build(),
                SystemClock.INSTANCE,
                BreakerListener.NONE);
        Retry retry = Retry.with(
                RetryPolicy.builder()
                        .backoff(BackoffPlan.builder(new FixedBackoff(100_000))
                                .jitter(Jitter.NONE)
                                .build())
                        .attemptTimeout(Duration.ofMillis(500))
                        .build(),
                Guards.NONE.withBudget(budget).withBreaker(breaker).withWaitingLimit(limit));
        LongAdder calls = new LongAdder();
        LongAdder attempts = new LongAdder();
        LongAdder refused = new LongAdder();
        LongAdder successes = new LongAdder();
        LongAdder stray = new LongAdder();

        String broken = Stress.run(new Stress.Round() {
            @Override
            public Stress.Work begin() {
                return thread -> {
                    for (int i = 0; i < 100; i++) {
                        int call = i + thread;
                        calls.increment();
                        try {
                            retry.run(() -> attempt(call));
                            successes.increment();
                        } catch (CircuitOpenException e) {
                            refused.increment();
                        } catch (IOException | IllegalStateException e) {
                            // as it should
                        }
                        if (Thread.interrupted()) {
                            stray.increment();
                        }
                    }
                };
            }

            private void attempt(int call) throws IOException {
                attempts.increment();
                if (call % 7 == 0) {
                    throw new IllegalStateException("not retried");
                }
                if (System.nanoTime() % 2 == 0) {
                    throw new IOException("retried");
                }
            }

            @Override
            public String broken() {
                return null;
            }
        });

        assertThat(broken).isNull();
        assertThat(retry.metrics().calls()).isEqualTo(calls.sum());
        assertThat(retry.metrics().count(CallOutcome.FIRST_TRY_SUCCESS)
                        + retry.metrics().count(CallOutcome.RETRIED_SUCCESS))
                .isEqualTo(successes.sum());
        assertThat(retry.metrics().retries()).isEqualTo(budget.withdrawn());
        assertThat(retry.metrics().waiting()).isZero();
        assertThat(limit.waiting()).isZero();
        assertThat(stray.sum()).isZero();
        // Each retry that was decided became an attempt, unless the breaker had opened meanwhile.
        long laterRefusals = retry.metrics().count(CallOutcome.BREAKER_REJECTED) - refused.sum();
        assertThat(attempts.sum())
                .isEqualTo(calls.sum() - refused.sum() + retry.metrics().retries() - laterRefusals);
        assertThat(breaker.rejected()).isEqualTo(retry.metrics().count(CallOutcome.BREAKER_REJECTED));
    }
}
