package io.datapunk.retry.agent.rules;

/** When a circuit breaker opens, and for how long. Immutable. */
public final class BreakerSpec {

    /** Name under which rules share it; {@code null}: each method has its own. */
    public final String name;

    /** Share of failures that opens it, 0 to 1. */
    public final double failureRate;

    /** An attempt this long is slow, in nanoseconds; 0: none is. */
    public final long slowCallNanos;

    /** Share of slow attempts that opens it, 0 to 1. */
    public final double slowCallRate;

    /** Attempts that it looks back on; 0: it looks back on time. */
    public final int windowCalls;

    /** Time that it looks back on, in nanoseconds; 0: it looks back on attempts. */
    public final long windowNanos;

    /** Attempts below which no rate counts. */
    public final int minimumCalls;

    /** How long it stays open, in nanoseconds. */
    public final long openForNanos;

    /** Attempts that it lets through to see whether it can close. */
    public final int halfOpenCalls;

    /** Class to throw while it is open; {@code null}: {@code CircuitOpenException}. */
    public final String openException;

    BreakerSpec(String name, BreakerReader values) {
        this.name = name;
        this.failureRate = values.failureRate;
        this.slowCallNanos = values.slowCallNanos;
        this.slowCallRate = values.slowCallRate;
        this.windowCalls = values.windowCalls;
        this.windowNanos = values.windowNanos;
        this.minimumCalls = values.minimumCalls;
        this.openForNanos = values.openForNanos;
        this.halfOpenCalls = values.halfOpenCalls;
        this.openException = values.openException;
    }
}
