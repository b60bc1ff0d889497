package io.datapunk.retry.guard;

/**
 * What a budget has at one moment: its values, its balance, and the calls of the last second in tenths. Immutable, so
 * that one compare-and-set replaces the whole.
 */
final class BudgetState {

    private static final long SECOND = 1_000_000_000L;
    private static final int SLICES = 10;
    private static final long SLICE = SECOND / SLICES;

    final double ratio;
    final double minPerSecond;
    final double balance;
    final long withdrawn;
    private final long nanos;

    /** Calls in each tenth of the last second, by the number of the tenth. */
    private final double[] recent;

    private BudgetState(
            double ratio, double minPerSecond, double balance, long withdrawn, long nanos, double[] recent) {
        this.ratio = ratio;
        this.minPerSecond = minPerSecond;
        this.balance = balance;
        this.withdrawn = withdrawn;
        this.nanos = nanos;
        this.recent = recent;
    }

    /** One that starts with what a second of {@code minPerSecond} adds. */
    static BudgetState starting(double ratio, double minPerSecond, long nanos) {
        return new BudgetState(ratio, minPerSecond, minPerSecond, 0, nanos, new double[SLICES]);
    }

    /**
     * Time has passed, and calls have been counted.
     *
     * @param now a time before that of this state counts as that
     * @param calls in all
     * @param overNanos how long ago the first of them may have been; they are taken to have come evenly
     */
    BudgetState after(long now, double calls, long overNanos) {
        long elapsed = Math.max(0, now - nanos);
        long then = nanos + elapsed;
        double[] slices = recent(then);
        add(slices, then, calls, overNanos);
        double flowed = minPerSecond * elapsed / SECOND;
        double most = most(ratio, minPerSecond, slices);
        return new BudgetState(
                ratio, minPerSecond, Math.min(balance + ratio * calls + flowed, most), withdrawn, then, slices);
    }

    /** The tenths up to a time, those that are over emptied. */
    private double[] recent(long then) {
        double[] slices = recent.clone();
        long passed = Math.min(Math.floorDiv(then, SLICE) - Math.floorDiv(nanos, SLICE), SLICES);
        for (long i = 0; i < passed; i++) {
            slices[slot(then, i)] = 0;
        }
        return slices;
    }

    private static void add(double[] slices, long then, double calls, long overNanos) {
        if (calls == 0) {
            return;
        }
        double ofLastSecond = overNanos > SECOND ? calls * SECOND / overNanos : calls;
        long over = Math.max(1, Math.min(SLICES, overNanos / SLICE));
        for (long i = 0; i < over; i++) {
            slices[slot(then, i)] += ofLastSecond / over;
        }
    }

    private static int slot(long then, long slicesAgo) {
        return (int) Math.floorMod(Math.floorDiv(then, SLICE) - slicesAgo, (long) SLICES);
    }

    /** What one second adds, by calls or by time, and at least 1 unless nothing ever adds. */
    private static double most(double ratio, double minPerSecond, double[] slices) {
        double calls = 0;
        for (double ofSlice : slices) {
            calls += ofSlice;
        }
        return ratio == 0 && minPerSecond == 0 ? 0 : Math.max(1, Math.max(minPerSecond, ratio * calls));
    }

    /** One token less. */
    BudgetState withdrawn() {
        return new BudgetState(ratio, minPerSecond, balance - 1, withdrawn + 1, nanos, recent);
    }

    /** The balance stays, as far as the new values allow. */
    BudgetState reconfigured(double newRatio, double newMinPerSecond) {
        double most = most(newRatio, newMinPerSecond, recent);
        return new BudgetState(newRatio, newMinPerSecond, Math.min(balance, most), withdrawn, nanos, recent);
    }
}
