package io.datapunk.retry.benchmarks;

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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** One method called by one thread and by two at once: what scales takes each thread the same time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SharedCallBenchmark {

    private final Services.SharedPlain plain = new Services.SharedPlain();
    private final Services.SharedWoven woven = new Services.SharedWoven();
    private final Services.SharedGuarded guarded = new Services.SharedGuarded();

    /** The baseline of one thread. */
    @Benchmark
    public int plainByOne() throws IOException {
        return plain.call(1);
    }

    /** The baseline of two. */
    @Benchmark
    @Threads(2)
    public int plainByTwo() throws IOException {
        return plain.call(1);
    }

    /** Woven with the defaults. */
    @Benchmark
    public int wovenByOne() throws IOException {
        return woven.call(1);
    }

    /** Woven with the defaults. */
    @Benchmark
    @Threads(2)
    public int wovenByTwo() throws IOException {
        return woven.call(1);
    }

    /** Woven with a circuit breaker. */
    @Benchmark
    public int guardedByOne() throws IOException {
        return guarded.call(1);
    }

    /** Woven with a circuit breaker. */
    @Benchmark
    @Threads(2)
    public int guardedByTwo() throws IOException {
        return guarded.call(1);
    }
}
