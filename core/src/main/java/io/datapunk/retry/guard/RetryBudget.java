package io.datapunk.retry.guard;

import io.datapunk.retry.time.Clock;
import io.datapunk.retry.time.Timer;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many of the calls may be retries: a token bucket over calls, as in Finagle's and gRPC's. Each call adds {@code
 * ratio} tokens, {@code minPerSecond} flow in with time, each retry takes one. The balance is never above what one
 * second adds, by calls or by time, whichever is more, and at least 1: tokens that were saved up in good times are not
 * spent in bad ones.
 *
 * <p>A call that succeeds at once costs nothing here: its method counts it, as a {@link CallSource}. A call that fails
 * takes in what its own method has counted. What all others have counted is taken in at most ten times a second, only
 * while tokens are asked for, and where there are many by the timer: a call that fails costs the same with one method
 * and with a hundred thousand. Calls that are taken in late may have a retry denied that they would have paid for; no
 * call is taken in twice.
 *
 * <p>Thread-safe, without a lock: the balance changes by one compare-and-set. A failure at any point of it (a stack
 * overflow, no memory) loses the calls that were just being taken in, and no more.
 */
public final class RetryBudget {

    /** The share that calls have unless somebody says otherwise. */
    public static final double DEFAULT_RATIO = 0.2;

    /** The retries a second that calls have unless somebody says otherwise. */
    public static final double DEFAULT_MIN_PER_SECOND = 10;

    /** So many sources are read by the thread that asks for a token, again after {@link #FEW_STALE_NANOS}. */
    private static final int FEW = 16;

    private static final long FEW_STALE_NANOS = 1_000_000L;

    /** More are read by the timer, again after so long, so many in one task: others wait for the timer, too. */
    private static final long STALE_NANOS = 100_000_000L;

    private static final int AT_ONCE = 4_096;

    private final String name;
    private final Clock clock;
    private final LongAdder denied = new LongAdder();
    private final Set<CallSource> sources = ConcurrentHashMap.newKeySet();
    private final AtomicReference<BudgetState> state;

    /** When the newest pass over all sources began, and when the newest did that is over. */
    private final AtomicLong passBeganNanos;

    private final AtomicLong passedNanos;

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
        long now = clock.nanoTime();
        this.state = new AtomicReference<>(
                BudgetState.starting(notNegative("ratio", ratio), notNegative("min-per-second", minPerSecond), now));
        this.passBeganNanos = new AtomicLong(now);
        this.passedNanos = new AtomicLong(now);
    }

    /**
     * Adds a source of calls that succeeded at once.
     *
     * @param source of no other budget; calls counted before now add nothing; held until it is detached
     */
    public void attach(CallSource source) {
        if (!sources.contains(source)) {
            source.takeNew();
            sources.add(source);
        }
    }

    /** Takes a source away. What it counted since it was last read is lost. */
    public void detach(CallSource source) {
        sources.remove(source);
    }

    /** A call has failed for the first time: it reached its method, and is in none of the sources. */
    public void callFailed() {
        credit(clock.nanoTime(), 1, 0);
    }

    /**
     * As {@link #callFailed()}, and takes in what the call's own method has counted.
     *
     * @param ofMethod one of those that were attached; another adds nothing
     */
    public void callFailed(CallSource ofMethod) {
        callFailed();
        if (sources.contains(ofMethod)) {
            long before = passedNanos.get(); // whatever it has counted, it was asked then or later
            long calls = ofMethod.takeNew();
            if (calls > 0) {
                long now = clock.nanoTime();
                credit(now, (double) calls, now - before);
            }
        }
    }

    private void credit(long now, double calls, long overNanos) {
        BudgetState before;
        do {
            before = state.get();
        } while (!state.compareAndSet(before, before.after(now, calls, overNanos)));
    }

    /** As {@link #tryWithdraw(Timer)}; reads all sources on the calling thread where that is due. */
    public boolean tryWithdraw() {
        return tryWithdraw(null);
    }

    /**
     * Takes a token for a retry; {@code false}: there is none, and the denial is counted.
     *
     * @param timer reads the sources where they are many
     */
    public boolean tryWithdraw(Timer timer) {
        long now = clock.nanoTime();
        readSources(now, timer);
        while (true) {
            BudgetState before = state.get();
            BudgetState refilled = before.after(now, 0, 0);
            boolean isAllowed = refilled.balance >= 1;
            if (state.compareAndSet(before, isAllowed ? refilled.withdrawn() : refilled)) {
                if (!isAllowed) {
                    denied.increment();
                }
                return isAllowed;
            }
        }
    }

    /** Reads them, or has them read, if that was long enough ago. */
    private void readSources(long now, Timer timer) {
        boolean areFew = sources.size() <= FEW;
        long last = passBeganNanos.get();
        if (now - last < (areFew ? FEW_STALE_NANOS : STALE_NANOS) || !passBeganNanos.compareAndSet(last, now)) {
            return;
        }
        if (areFew || timer == null) {
            new Pass(now, null).run();
            return;
        }
        try {
            timer.schedule(new Pass(now, timer), 0);
        } catch (RuntimeException | Error e) {
            return; // they are read the next time that it is due; until then what they have counted is not there
        }
    }

    /** Puts other values in force; the balance stays, as far as they allow. */
    public void reconfigure(double newRatio, double newMinPerSecond) {
        notNegative("ratio", newRatio);
        notNegative("min-per-second", newMinPerSecond);
        long now = clock.nanoTime();
        BudgetState before;
        BudgetState next;
        do {
            before = state.get();
            if (newRatio == before.ratio && newMinPerSecond == before.minPerSecond) {
                return;
            }
            next = before.after(now, 0, 0).reconfigured(newRatio, newMinPerSecond);
        } while (!state.compareAndSet(before, next));
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
    public double balance() {
        long now = clock.nanoTime();
        readSources(now, null);
        return state.get().after(now, 0, 0).balance;
    }

    /** How many retries it has allowed. */
    public long withdrawn() {
        return state.get().withdrawn;
    }

    /** How many retries it has refused. */
    public long denied() {
        return denied.sum();
    }

    @Override
    public String toString() {
        BudgetState now = state.get();
        return "budget " + name + ", ratio " + 100 * now.ratio + "%, min-per-second " + now.minPerSecond;
    }

    /** Reads all sources once, in as many tasks as that takes. */
    private final class Pass implements Runnable {
        private final long beganNanos;
        private final long beforeNanos = passedNanos.get();
        private final Timer timer;
        private final Iterator<CallSource> left = sources.iterator();
        private double calls;

        /**
         * A pass that has read nothing yet.
         *
         * @param timer runs it piece by piece; {@code null}: it is run to its end
         */
        Pass(long beganNanos, Timer timer) {
            this.beganNanos = beganNanos;
            this.timer = timer;
        }

        @Override
        public void run() {
            for (int read = 0; left.hasNext(); read++) {
                if (timer != null && read == AT_ONCE) {
                    timer.schedule(this, 0);
                    return;
                }
                calls += left.next().takeNew();
            }
            credit(beganNanos, calls, beganNanos - beforeNanos);
            long before = passedNanos.get();
            if (beganNanos - before > 0) {
                passedNanos.compareAndSet(before, beganNanos);
            }
        }
    }
}
