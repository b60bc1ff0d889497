package io.datapunk.retry.call;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last that calls have reported on each thread: that one gave up, and when. Written on the way of failures alone. A thread is
 * known by identity and held weakly; what an application's own kind of thread says of itself is not asked. No thread-local, since
 * a StackOverflowError in the midst of its table would leave the application's own values in disorder.
 *
 * <p>Thread-safe.
 */
final class ThreadReports {

    private static final long NEVER = 0;

    private final ConcurrentHashMap<Object, Report> reports = new ConcurrentHashMap<>();
    private final ReferenceQueue<Thread> ended = new ReferenceQueue<>();

    /**
     * A call on this thread gives up.
     *
     * @param at number of this event, above zero and above all before
     */
    void gaveUp(long at) {
        Report report = ofThisThread();
        if (report == null) {
            for (Reference<?> gone = ended.poll(); gone != null; gone = ended.poll()) {
                reports.remove(gone);
            }
            report = new Report(Thread.currentThread(), ended);
            reports.put(report, report);
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
        return reports.get(new Probe(Thread.currentThread()));
    }

    /** Of one thread, its own key; only that thread writes to it. */
    private static final class Report extends WeakReference<Thread> {
        private final int hash;
        volatile long gaveUpAt;

        Report(Thread thread, ReferenceQueue<Thread> queue) {
            super(thread, queue);
            hash = System.identityHashCode(thread);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    /** Finds a report without making a reference. */
    private static final class Probe {
        private final Thread thread;

        Probe(Thread thread) {
            this.thread = thread;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(thread);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Report && ((Report) other).get() == thread;
        }
    }
}
