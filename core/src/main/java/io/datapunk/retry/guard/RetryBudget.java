package io.datapunk.retry.guard;

import io.datapunk.retry.time.Clock;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How many of the calls may be retries: a token bucket over calls, as in Finagle's and gRPC's. Each call adds {@code ratio}
 * tokens, {@code minPerSecond} flow in with time, each retry takes one. The balance is never above what one second adds,
 * by calls or by time, whichever is more, and at least 1: tokens that were saved up in good times are not spent in bad ones.
 *
 * <p>A call that succeeds at once costs nothing here: such calls are counted elsewhere, and the sources of these counts
 * are read when a token is asked for.
 *
 * <p>Thread-safe. A lock is held for the length of a refill, on the way of a failure only.
 */
public final class RetryBudget {

    /** The share that calls have unless somebody says otherwise. */
    public static final double DEFAULT_RATIO = 0.2;

    /** The retries a second that calls have unless somebody says otherwise. */
    public static final double DEFAULT_MIN_PER_SECOND = 10;

    private static final long SECOND = 1_000_000_000L;
    private static final int SLICES = 10;
    private static final long SLICE = SECOND / SLICES;

    /** The sources, which may be thousands, are read again after so long. */
    private static final long STALE = 1_000_000L;

    private final String name;
    private final Clock clock;
    private final LongAdder failedCalls = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final IdentityHashMap<LongSupplier, Long> sources = new IdentityHashMap<>();

    private double ratio;
    private double minPerSecond;
    private double balance;
    private long withdrawn;
    private long refilledNanos;
    private long sourcesReadNanos;

    /** Calls in each tenth of the last second, and the number of the newest tenth. */
    private final double[] recent = new double[SLICES];

    private long newestSlice;

    /**
     * A budget that starts with what one second of {@code minPerSecond} adds.
     *
     * @param name for people
     * @param ratio share of the calls, 0 or more
     * @param minPerSecond retries a second that are always allowed, 0 or more
     * @param clock time
     */
    public RetryBudget(String name, double ratio, double minPerSecond, Clock clock) {
        this.name = name;
        this.clock = clock;
        this.ratio = notNegative("ratio", ratio);
        this.minPerSecond = notNegative("min-per-second", minPerSecond);
        this.balance = minPerSecond;
        this.refilledNanos = clock.nanoTime();
        this.sourcesReadNanos = refilledNanos;
        this.newestSlice = Math.floorDiv(refilledNanos, SLICE);
    }

    /**
     * Adds a source of calls that succeeded at once.
     *
     * @param source a count that never falls; calls counted before now add nothing; held until it is detached
     */
    public synchronized void attach(LongSupplier source) {
        if (!sources.containsKey(source)) {
            sources.put(source, source.getAsLong());
        }
    }

    /** Takes a source away. What it counted since it was last read is lost. */
    public synchronized void detach(LongSupplier source) {
        sources.remove(source);
    }

    /** A call has failed for the first time: it reached its method, and is in none of the sources. */
    public void callFailed() {
        failedCalls.increment();
    }

    /** Takes a token for a retry; {@code false}: there is none, and the denial is counted. */
    public synchronized boolean tryWithdraw() {
        refill(clock.nanoTime());
        if (balance < 1) {
            denied.increment();
            return false;
        }
        balance -= 1;
        withdrawn++;
        return true;
    }

    private void refill(long now) {
        long elapsed = now - refilledNanos;
        double calls = newCalls(now);
        remember(calls, now, elapsed);
        refilledNanos = now;
        double flowed = minPerSecond * elapsed / SECOND;
        balance = Math.min(balance + ratio * calls + flowed, most());
    }

    private double newCalls(long now) {
        long calls = failedCalls.sumThenReset();
        if (now - sourcesReadNanos >= STALE) {
            sourcesReadNanos = now;
            calls += newCallsOfSources();
        }
        return calls;
    }

    private long newCallsOfSources() {
        long calls = 0;
        for (Map.Entry<LongSupplier, Long> source : sources.entrySet()) {
            long now = source.getKey().getAsLong();
            calls += Math.max(0, now - source.getValue());
            source.setValue(now);
        }
        return calls;
    }

    /** Calls since the last refill are taken to have come evenly. */
    private void remember(double calls, long now, long elapsed) {
        long slice = Math.floorDiv(now, SLICE);
        long passed = Math.min(slice - newestSlice, SLICES);
        for (long i = 0; i < passed; i++) {
            recent[(int) Math.floorMod(slice - i, (long) SLICES)] = 0;
        }
        newestSlice = slice;
        double ofLastSecond = elapsed > SECOND ? calls * SECOND / elapsed : calls;
        long over = Math.max(1, Math.min(SLICES, elapsed / SLICE));
        for (long i = 0; i < over; i++) {
            recent[(int) Math.floorMod(slice - i, (long) SLICES)] += ofLastSecond / over;
        }
    }

    /** What one second adds, by calls or by time. */
    private double most() {
        double calls = 0;
        for (double ofSlice : recent) {
            calls += ofSlice;
        }
        double most = Math.max(minPerSecond, ratio * calls);
        return most == 0 ? 0 : Math.max(1, most);
    }

    /** Puts other values in force; the balance stays, as far as they allow. */
    public synchronized void reconfigure(double newRatio, double newMinPerSecond) {
        if (newRatio == ratio && newMinPerSecond == minPerSecond) {
            return;
        }
        refill(clock.nanoTime());
        this.ratio = notNegative("ratio", newRatio);
        this.minPerSecond = notNegative("min-per-second", newMinPerSecond);
        balance = Math.min(balance, most());
    }

    private static double notNegative(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " is " + value + ", but must be 0 or more");
        }
        return value;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** How many retries it would allow now. */
    public synchronized double balance() {
        refill(clock.nanoTime());
        return balance;
    }

    /** How many retries it has allowed. */
    public synchronized long withdrawn() {
        return withdrawn;
    }

    /** How many retries it has refused. */
    public long denied() {
        return denied.sum();
    }

    @Override
    public synchronized String toString() {
        return "budget " + name + ", ratio " + 100 * ratio + "%, min-per-second " + minPerSecond;
    }
}
