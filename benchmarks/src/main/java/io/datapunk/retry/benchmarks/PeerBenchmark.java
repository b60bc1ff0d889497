package io.datapunk.retry.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The calls of {@link CallBenchmark} through other libraries. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PeerBenchmark {

    /** Each in JVMs of its own, so that the call of {@link Peer} has one target. */
    @Param
    public Peers name;

    private final Services.Plain succeeding = new Services.Plain();
    private final Services.Plain failing = new Services.Plain();
    private Peer peer;

    @Setup
    public void configure() {
        peer = name.configured();
    }

    /** Succeeds at once. */
    @Benchmark
    public int success() throws Throwable {
        return peer.call(succeeding::call);
    }

    /** Fails once and then succeeds, without a wait. */
    @Benchmark
    public int failOnce() throws Throwable {
        return peer.call(failing::failEverySecond);
    }
}
