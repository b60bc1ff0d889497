package io.datapunk.retry.guard;

/**
 * The outcomes of the latest attempts. Thread-safe and without locks: what threads record at the same moment is in the
 * counts once they have recorded it, exactly.
 */
abstract class OutcomeWindow {

    /** A window as the settings ask for. */
    static OutcomeWindow of(BreakerSettings settings) {
        return settings.windowCalls() > 0
                ? new CountWindow(settings.windowCalls())
                : new TimeWindow(settings.windowNanos());
    }

    /** Takes an attempt in. */
    abstract void record(boolean failed, boolean slow, long nowNanos);

    /** Whether there is a failed or slow attempt in it at all; cheap, and asked after each attempt. */
    abstract boolean hasBad(long nowNanos);

    /** What is in it now. */
    abstract Counts counts(long nowNanos);

    /** How many attempts, and how many of them failed or were slow. Immutable. */
    static final class Counts {

        static final Counts NONE = new Counts(0, 0, 0);

        final int calls;
        final int failed;
        final int slow;

        Counts(int calls, int failed, int slow) {
            this.calls = calls;
            this.failed = failed;
            this.slow = slow;
        }

        /** 0 to 1; 0 where there is none. */
        double failureRate() {
            return calls == 0 ? 0 : failed / (double) calls;
        }

        /** 0 to 1; 0 where there is none. */
        double slowCallRate() {
            return calls == 0 ? 0 : slow / (double) calls;
        }

        /** Why they are too bad for these settings; {@code null} where they are not. */
        String tooBad(BreakerSettings settings) {
            if (failureRate() >= settings.failureRate()) {
                return failed + " of " + calls + " calls failed";
            }
            if (settings.slowCallNanos() > 0 && slowCallRate() >= settings.slowCallRate()) {
                return slow + " of " + calls + " calls were slow";
            }
            return null;
        }
    }
}
