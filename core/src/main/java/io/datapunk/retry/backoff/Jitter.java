package io.datapunk.retry.backoff;

import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Spreads waits, so that clients that failed together do not come back together; also those at the cap.
 *
 * <p>An immutable value.
 */
public final class Jitter {

    /** Uniform in [0, wait]. */
    public static final Jitter FULL = new Jitter(Kind.FULL, 0);

    /** Half of the wait, and uniform in [0, half] on top. */
    public static final Jitter EQUAL = new Jitter(Kind.EQUAL, 0);

    /** The wait itself. */
    public static final Jitter NONE = new Jitter(Kind.NONE, 0);

    private final Kind kind;
    private final double fraction;

    private Jitter(Kind kind, double fraction) {
        this.kind = kind;
        this.fraction = fraction;
    }

    /**
     * Uniform within ± a share of the wait.
     *
     * @param fraction 0 to 1; 0.2 is ±20%
     * @throws IllegalArgumentException outside of that
     */
    public static Jitter percent(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException(
                    "jitter is " + fraction * 100 + "%, but must be 0% to 100%, full, equal or none");
        }
        return fraction == 0 ? NONE : new Jitter(Kind.PERCENT, fraction);
    }

    /**
     * The wait with jitter. With w = min(wait, cap) and share j it is uniform in [w(1−j), min(w(1+j), cap)], so that
     * waits at the cap are spread below it.
     *
     * @param waitNanos 0 or more
     * @param capNanos 0 or more; never passed
     * @param random uniform in [0, 1)
     */
    public long apply(long waitNanos, long capNanos, DoubleSupplier random) {
        long wait = Math.min(waitNanos, capNanos);
        if (kind == Kind.NONE) {
            return wait;
        }
        return Saturating.uniform(leastNanos(wait), longestNanos(wait, capNanos), random.getAsDouble());
    }

    /** The least that {@link #apply} makes of a wait within the cap. */
    public long leastNanos(long waitNanos) {
        if (kind == Kind.NONE) {
            return waitNanos;
        }
        if (kind == Kind.FULL) {
            return 0;
        }
        // Rounded up: not below the bound, and a wait of a few nanoseconds does not become none.
        return kind == Kind.EQUAL ? waitNanos / 2 : Saturating.fromDouble(Math.ceil(waitNanos * (1 - fraction)));
    }

    /** The most that {@link #apply} makes of a wait within the cap. */
    public long longestNanos(long waitNanos, long capNanos) {
        return kind != Kind.PERCENT ? waitNanos : Math.min(Saturating.fromDouble(waitNanos * (1 + fraction)), capNanos);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Jitter && kind == ((Jitter) other).kind && fraction == ((Jitter) other).fraction;
    }

    @Override
    public int hashCode() {
        return kind.hashCode() * 31 + Double.hashCode(fraction);
    }

    @Override
    public String toString() {
        return kind == Kind.PERCENT ? fraction * 100 + "%" : kind.name().toLowerCase(Locale.ROOT);
    }

    private enum Kind {
        PERCENT,
        FULL,
        EQUAL,
        NONE
    }
}
