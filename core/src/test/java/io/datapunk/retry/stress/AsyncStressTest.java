package io.datapunk.retry.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.Retry;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.FixedBackoff;
import io.datapunk.retry.backoff.Jitter;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerSettings;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.WaitingLimit;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemClock;
import io.datapunk.retry.time.SystemTimer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * Asynchronous calls whose attempts end, time out and are cancelled at the same moments: each ends, and is counted
 * once.
 */
class AsyncStressTest {

    private static final long PATIENCE_SECONDS = 60;

    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final RetryEngine engine = RetryEngine.system(
            new SystemTimer("async-stress"), (what, failure) -> problems.add(what + failure), CallResult.FAILURES);
    private final LongAdder calls = new LongAdder();

    @Test
    void everyCallEndsAndIsCountedOnce() throws Exception {
        WaitingLimit limit = new WaitingLimit(2_000);
        CircuitBreaker breaker = new CircuitBreaker(
                "test",
                BreakerSettings.builder()
                        .failureRate(0.95)
                        .openFor(Duration.ofMillis(1))
                        .build(),
                SystemClock.INSTANCE,
                BreakerListener.NONE);
        Retry retry = Retry.with(
                RetryPolicy.builder()
                        .maxAttempts(5)
                        .backoff(BackoffPlan.builder(new FixedBackoff(100_000))
                                .jitter(Jitter.NONE)
                                .build())
                        .timeout(Duration.ofMillis(6))
                        .attemptTimeout(Duration.ofMillis(2))
                        .build(),
                Guards.NONE.withBreaker(breaker).withWaitingLimit(limit),
                engine);
        ExecutorService pool = Executors.newFixedThreadPool(4);

        String broken = Stress.run(new Stress.Round() {
            @Override
            public Stress.Work begin() {
                return thread -> {
                    List<CompletableFuture<String>> results = new ArrayList<>();
                    for (int i = 0; i < 30; i++) {
                        calls.increment();
                        CompletableFuture<String> result = retry.callAsync(() -> attempt(pool), pool);
                        results.add(result);
                        if (ThreadLocalRandom.current().nextInt(4) == 0) {
                            pool.execute(() -> result.cancel(true));
                        }
                    }
                    for (CompletableFuture<String> result : results) {
                        awaitEnd(result);
                    }
                };
            }

            @Override
            public String broken() {
                return null;
            }
        });

        assertThat(broken).isNull();
        pool.shutdown();
        assertThat(pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(problems).isEmpty();
        assertThat(retry.metrics().calls()).isEqualTo(calls.sum());
        assertThat(retry.metrics().waiting()).isZero();
        assertThat(limit.waiting()).isZero();
        assertThat(engine.waiters().count()).isZero();
        breaker.close();
        assertThat(retry.callAsync(() -> CompletableFuture.completedFuture("permits are there"))
                        .join())
                .isEqualTo("permits are there");
    }

    /** Ends at once, on another thread, now or when its time is over anyway. */
    private static CompletableFuture<String> attempt(ExecutorService pool) {
        CompletableFuture<String> attempt = new CompletableFuture<>();
        int kind = ThreadLocalRandom.current().nextInt(8);
        Runnable end = kind % 2 == 0
                ? () -> attempt.complete("done")
                : () -> attempt.completeExceptionally(new IOException("refused"));
        if (kind < 2) {
            end.run();
        } else if (kind < 6) {
            pool.execute(end);
        } else {
            CompletableFuture.delayedExecutor(1_950, TimeUnit.MICROSECONDS, Runnable::run)
                    .execute(end);
        }
        return attempt;
    }

    private static void awaitEnd(CompletableFuture<String> result) throws Exception {
        try {
            result.handle((value, failure) -> value).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a call has not ended", e);
        }
    }
}
