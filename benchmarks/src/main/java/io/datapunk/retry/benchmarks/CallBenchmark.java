package io.datapunk.retry.benchmarks;

import io.datapunk.retry.Retry;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.FixedBackoff;
import io.datapunk.retry.backoff.Jitter;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.policy.RetryPolicy;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call: plain, through the library, and woven by the agent; when it succeeds at once, and when it fails once and
 * then succeeds without a wait (exceptions preallocated).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CallBenchmark {

    private final Retry retry = Retry.with(
            RetryPolicy.builder()
                    .backoff(BackoffPlan.builder(new FixedBackoff(0))
                            .jitter(Jitter.NONE)
                            .build())
                    .build(),
            Guards.NONE);
    private final Services.Plain plain = new Services.Plain();
    private final Services.Counted counted = new Services.Counted();
    private final Services.Defaults woven = new Services.Defaults();
    private final Services.Guarded guarded = new Services.Guarded();
    private final Services.Timed timed = new Services.Timed();
    private final Services.Plain failing = new Services.Plain();
    private final Services.Failing wovenFailing = new Services.Failing();

    /** The baseline. */
    @Benchmark
    public int plain() throws IOException {
        return plain.call();
    }

    /** The same call, counted. */
    @Benchmark
    public int counted() throws IOException {
        return counted.call();
    }

    /** The library around the same call. */
    @Benchmark
    public int library() throws IOException {
        return retry.call(plain::call);
    }

    /** The same call in a method that the agent has woven, with the default budget. */
    @Benchmark
    public int woven() throws IOException {
        return woven.call();
    }

    /** The same call, with a circuit breaker over 100 calls besides. */
    @Benchmark
    public int wovenWithBreaker() throws IOException {
        return guarded.call();
    }

    /** The same call, with a timeout: one reading of the clock. */
    @Benchmark
    public int wovenWithTimeout() throws IOException {
        return timed.call();
    }

    /** What reading the clock takes here. */
    @Benchmark
    public long clock() {
        return System.nanoTime();
    }

    /** The baseline of one failure: a loop written by hand. */
    @Benchmark
    public int failOnceByHand() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return failing.failEverySecond();
            } catch (IOException e) {
                if (attempt == 3) {
                    throw e;
                }
            }
        }
    }

    /** The library around the same call. */
    @Benchmark
    public int failOnceLibrary() throws IOException {
        return retry.call(failing::failEverySecond);
    }

    /** The same call in a method that the agent has woven. */
    @Benchmark
    public int failOnceWoven() throws IOException {
        return wovenFailing.failEverySecond();
    }
}
