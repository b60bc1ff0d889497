package io.datapunk.retry.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogLimitTest {

    private static final long PERIOD = 100;

    private final LogLimit limit = new LogLimit();

    @Test
    void letsTheFirstThroughAndThenOneAPeriod() {
        assertThat(limit.tryLog(-5, PERIOD)).isZero();
        assertThat(limit.tryLog(-5, PERIOD)).isEqualTo(LogLimit.NOT_NOW);
        assertThat(limit.tryLog(94, PERIOD)).isEqualTo(LogLimit.NOT_NOW);
        assertThat(limit.tryLog(95, PERIOD)).isEqualTo(2);
        assertThat(limit.tryLog(96, PERIOD)).isEqualTo(LogLimit.NOT_NOW);
        assertThat(limit.tryLog(1_000, PERIOD)).isEqualTo(1);
    }

    @Test
    void nanoTimeMayWrapAround() {
        assertThat(limit.tryLog(Long.MAX_VALUE - 10, PERIOD)).isZero();
        assertThat(limit.tryLog(Long.MIN_VALUE + 10, PERIOD)).isEqualTo(LogLimit.NOT_NOW);
        assertThat(limit.tryLog(Long.MIN_VALUE + 95, PERIOD)).isEqualTo(1);
    }

    @Test
    void manyThreadsGetOneLineTogether() throws Exception {
        int threads = 8;
        int each = 1_000;
        AtomicLong lines = new AtomicLong();
        AtomicLong told = new AtomicLong();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int i = 0; i < threads; i++) {
                executor.execute(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    for (int j = 0; j < each; j++) {
                        long since = limit.tryLog(0, PERIOD);
                        if (since != LogLimit.NOT_NOW) {
                            lines.incrementAndGet();
                            told.addAndGet(since); // by threads that were held back while this one began to write
                        }
                    }
                });
            }
            start.countDown();
        } finally {
            executor.shutdown();
        }
        assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lines).hasValue(1);
        assertThat(told.get() + limit.tryLog(PERIOD, PERIOD)).isEqualTo(threads * each - 1);
    }
}
