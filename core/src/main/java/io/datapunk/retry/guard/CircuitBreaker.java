package io.datapunk.retry.guard;

import io.datapunk.retry.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps attempts away from a service that fails: closed, it watches the outcomes of attempts; open, it refuses attempts
 * for a while; half-open, it lets a few through and closes or opens again by their outcomes.
 *
 * <p>An attempt begins with {@link #tryAcquire()}, and ends with exactly one of {@link #succeeded}, {@link #failed} and
 * {@link #released}, given the permit. An outcome counts only for the state that let its attempt through: what began
 * before the breaker opened says nothing once it is half-open.
 *
 * <p>Thread-safe, without a lock. Closed, an attempt costs a few counter updates; the clock is read only where
 * {@link #measuresTime()}.
 */
public final class CircuitBreaker {

    /** The permit of an attempt that is not to be made. Other permits are above zero. */
    public static final long REFUSED = -1;

    private final String name;
    private final Clock clock;
    private final StateChanges changes;
    private final AtomicLong stages = new AtomicLong();
    private final AtomicReference<BreakerPhase> stage;
    private final LongAdder rejected = new LongAdder();

    /**
     * A closed breaker.
     *
     * @param name for people
     * @param settings when it opens and closes
     * @param clock time
     * @param listener is told the changes of state, in their order
     */
    public CircuitBreaker(String name, BreakerSettings settings, Clock clock, BreakerListener listener) {
        this.name = name;
        this.clock = clock;
        BreakerPhase first = closedStage(settings);
        first.change = new StateChange(null, first.state, first.state, "", clock.epochMillis());
        this.stage = new AtomicReference<>(first);
        this.changes = new StateChanges(this, listener, first.change);
    }

    /** Asks for an attempt; {@link #REFUSED}: it is not to be made. */
    public long tryAcquire() {
        while (true) {
            BreakerPhase now = stage.get();
            switch (now.ask(this)) {
                case ADMITTED:
                    return now.number;
                case REFUSED:
                    rejected.increment();
                    return REFUSED;
                default: // another stage is in force, or will be in a moment
            }
        }
    }

    /**
     * An attempt has ended well.
     *
     * @param permit what {@link #tryAcquire} gave
     * @param nanos how long it took; not looked at unless {@link #measuresTime()}
     */
    public void succeeded(long permit, long nanos) {
        ended(permit, false, nanos);
    }

    /** An attempt has failed; as {@link #succeeded}. */
    public void failed(long permit, long nanos) {
        ended(permit, true, nanos);
    }

    private void ended(long permit, boolean failed, long nanos) {
        BreakerPhase now = stage.get();
        if (now.number == permit) {
            BreakerSettings settings = now.settings;
            boolean slow = settings.slowCallNanos() > 0 && nanos >= settings.slowCallNanos();
            now.record(this, failed, slow, settings.windowNanos() > 0 ? clock.nanoTime() : 0);
        }
    }

    /** An attempt has ended, or was not made, in a way that says nothing of the service. */
    public void released(long permit) {
        BreakerPhase now = stage.get();
        if (now.number == permit) {
            now.release();
        }
    }

    /**
     * Whether it matters how long an attempt takes: then the one that asks reads the clock as the attempt begins and
     * ends.
     */
    public boolean measuresTime() {
        return stage.get().settings.slowCallNanos() > 0;
    }

    /** Puts other settings in force. State and counts stay; a window of another kind or length starts empty. */
    public void reconfigure(BreakerSettings settings) {
        while (true) {
            BreakerPhase before = stage.get();
            if (before.settings.equals(settings)) {
                return;
            }
            BreakerPhase next = with(settings, before);
            next.change = before.change;
            if (stage.compareAndSet(before, next)) {
                return;
            }
        }
    }

    private BreakerPhase with(BreakerSettings settings, BreakerPhase before) {
        if (before instanceof ClosedPhase) {
            // Attempts under way go on to count, unless the window is another.
            return before.settings.hasWindowOf(settings)
                    ? new ClosedPhase(before.number, settings, ((ClosedPhase) before).window)
                    : closedStage(settings);
        }
        if (before instanceof OpenPhase) {
            OpenPhase open = (OpenPhase) before;
            return new OpenPhase(stages.incrementAndGet(), settings, open.sinceNanos, open.counts(0));
        }
        return new HalfOpenPhase(stages.incrementAndGet(), settings, clock.nanoTime());
    }

    /**
     * Opens it, or opens it anew, as if too many attempts had failed: after {@code open-for} it will let attempts
     * through again.
     */
    public void open() {
        while (true) {
            BreakerPhase before = stage.get();
            if (opens(before, before.counts(clock.nanoTime()), "by hand")) {
                return;
            }
        }
    }

    /** Closes it, with an empty window. */
    public void close() {
        while (true) {
            BreakerPhase before = stage.get();
            if (closes(before, "by hand")) {
                return;
            }
        }
    }

    boolean opens(BreakerPhase from, OutcomeWindow.Counts counts, String why) {
        return changes(from, new OpenPhase(stages.incrementAndGet(), from.settings, clock.nanoTime(), counts), why);
    }

    void probes(BreakerPhase from, String why) {
        changes(from, new HalfOpenPhase(stages.incrementAndGet(), from.settings, clock.nanoTime()), why);
    }

    boolean closes(BreakerPhase from, String why) {
        return changes(from, closedStage(from.settings), why);
    }

    private BreakerPhase closedStage(BreakerSettings settings) {
        return new ClosedPhase(stages.incrementAndGet(), settings, OutcomeWindow.of(settings));
    }

    /** Of several threads that want to change a stage, one does. */
    private boolean changes(BreakerPhase from, BreakerPhase to, String why) {
        boolean isOther = from.state != to.state;
        to.change =
                isOther ? new StateChange(from.change, from.state, to.state, why, clock.epochMillis()) : from.change;
        if (!stage.compareAndSet(from, to)) {
            return false;
        }
        if (isOther) {
            changes.tell();
        }
        return true;
    }

    /** The change that has made it what it is. */
    StateChange lastChange() {
        return stage.get().change;
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** What it does now. Open, it stays so until the next attempt is asked for, even where {@code open-for} is over. */
    public BreakerState state() {
        return stage.get().state;
    }

    /** When it opens and closes. */
    public BreakerSettings settings() {
        return stage.get().settings;
    }

    /**
     * Share of failures, 0 to 1: closed, of the window; half-open, of the attempts let through; open, of when it
     * opened.
     */
    public double failureRate() {
        return counts().failureRate();
    }

    /** Share of slow attempts, 0 to 1; as {@link #failureRate}. */
    public double slowCallRate() {
        return counts().slowCallRate();
    }

    /** How many attempts the rates are of. */
    public int bufferedCalls() {
        return counts().calls;
    }

    private OutcomeWindow.Counts counts() {
        return stage.get().counts(clock.nanoTime());
    }

    /** How many attempts were refused. */
    public long rejected() {
        return rejected.sum();
    }

    /** When it became what it is, in milliseconds since 1970 UTC. */
    public long stateChangedAt() {
        return lastChange().epochMillis;
    }

    @Override
    public String toString() {
        return "circuit breaker " + name + ", " + state() + ", " + settings();
    }
}
