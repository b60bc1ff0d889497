package io.datapunk.retry.call;

/**
 * The last that calls have reported on each thread: that one gave up, and when. Written when calls fail and never
 * otherwise. No thread-local, since a StackOverflowError in the midst of its table would leave the application's own
 * values in disorder.
 *
 * <p>Thread-safe.
 */
final class ThreadReports {

    private static final long NEVER = 0;

    private final WeakIdentityMap<Report> reports = new WeakIdentityMap<>();

    /**
     * A call on this thread gives up.
     *
     * @param at number of this event, above zero and above all before
     */
    void gaveUp(long at) {
        Report report = ofThisThread();
        if (report == null) {
            report = new Report();
            reports.put(Thread.currentThread(), report);
        }
        report.gaveUpAt = at;
    }

    /** A call on this thread has succeeded after a retry. */
    void succeeded() {
        Report report = reports.isEmpty() ? null : ofThisThread();
        if (report != null) {
            report.gaveUpAt = NEVER;
        }
    }

    /** Whether the last report on this thread is that a call gave up after {@code since}. */
    boolean lastGaveUpAfter(long since) {
        Report report = ofThisThread();
        return report != null && report.gaveUpAt > since;
    }

    private Report ofThisThread() {
        return reports.get(Thread.currentThread());
    }

    /** Of one thread; only that thread writes to it. */
    private static final class Report {
        volatile long gaveUpAt;
    }
}
