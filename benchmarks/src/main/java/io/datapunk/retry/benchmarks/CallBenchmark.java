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
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call: plain, through the library, and woven by the agent; when it succeeds at once, and when it fails once and then
 * succeeds without a wait (exceptions preallocated).
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
    private final Guarded guarded = new Guarded();
    private final Timed timed = new Timed();
    private final Service plain = new Service();
    private final WovenService woven = new WovenService();
    private final Service failing = new Service();
    private final WovenService wovenFailing = new WovenService();

    /** The baseline. */
    @Benchmark
    public int plain() throws IOException {
        return plain.call();
    }

    /** The library around the same call. */
    @Benchmark
    public int library() throws IOException {
        return retry.call(plain::call);
    }

    /** The same call in a method that the agent has woven. */
    @Benchmark
    public int woven() throws IOException {
        return woven.call();
    }

    /** The same call, with the default budget and a circuit breaker over 100 calls. */
    @Benchmark
    public int wovenWithBreaker() throws IOException {
        return guarded.call();
    }

    /** The same call, with a timeout: one reading of the clock. */
    @Benchmark
    public int wovenWithTimeout() throws IOException {
        return timed.call();
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

    /** Never woven. */
    public static class Service {
        static final IOException FAILURE = new IOException("preallocated");
        private int calls;

        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call() throws IOException {
            return ++calls;
        }

        /** Fails, succeeds, fails, … */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int failEverySecond() throws IOException {
            if ((++calls & 1) == 1) {
                throw FAILURE;
            }
            return calls;
        }
    }

    /** Woven, with guards. */
    public static class Guarded {
        private int calls;

        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call() throws IOException {
            return ++calls;
        }
    }

    /** Woven, with a timeout. */
    public static class Timed {
        private int calls;

        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call() throws IOException {
            return ++calls;
        }
    }

    /** Woven: the same methods, under a name that the rules know. */
    public static class WovenService {
        private int calls;

        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call() throws IOException {
            return ++calls;
        }

        /** Fails, succeeds, fails, … */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int failEverySecond() throws IOException {
            if ((++calls & 1) == 1) {
                throw Service.FAILURE;
            }
            return calls;
        }
    }
}
