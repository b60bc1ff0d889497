package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.Causes;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * Remembers which failures and results an inner method has given up on, so that a method above does not retry them
 * again.
 *
 * <p>Nothing is marked when a call begins; the caller reads {@link #sequence()}, which costs one volatile read. A mark
 * counts only for calls that began before it was made: a preallocated exception that comes back later is a new failure.
 *
 * <p>Failures and ordinary results are known by identity, and held weakly. Values that have no identity of their own
 * (numbers, strings, booleans, enums, {@code null}) are known by the thread on which a method gave up on them. Layers
 * between the two methods may drop the cause, or make a result of a failure: what a call reports as it ends is known by
 * thread as well.
 *
 * <p>Thread-safe. One instance is shared by all methods whose calls may be nested.
 */
public final class NestedRetryGuard {

    /**
     * So many failures are looked at, causes and suppressed ones; real chains are far shorter, hostile ones are
     * cyclic.
     */
    private static final int MAX_LINKS = 64;

    /** A power of two; how many of the failures that callers got lately are known. */
    private static final int SURFACED = 1024;

    private final AtomicLong sequence;
    private final WeakIdentityMap<Mark> marks = new WeakIdentityMap<>();
    private final ThreadReports reports = new ThreadReports();

    /** Keeps what {@link StackRoom} gives from being left out; nobody reads it. */
    volatile long room;

    /** Identity hashes of the failures that callers got, each at the place that it has for its last bits. */
    private final AtomicIntegerArray surfaced = new AtomicIntegerArray(SURFACED);

    /** Nothing is marked yet. */
    NestedRetryGuard() {
        this(new AtomicLong());
    }

    /**
     * Nothing is marked yet.
     *
     * @param sequence what {@link #sequence()} reads: a driver that reads it itself need not come here
     */
    NestedRetryGuard(AtomicLong sequence) {
        this.sequence = sequence;
    }

    /** A number that grows with every mark; read it when a call begins. */
    public long sequence() {
        return sequence.get();
    }

    /** Marks a failure that a call has given up on. */
    public void mark(Throwable failure) {
        put(failure, null);
    }

    /** Marks a result that a call has given up on. */
    public void markResult(Object result) {
        if (PlainValue.isOne(result)) {
            put(Thread.currentThread(), new PlainValue(result));
        } else {
            put(result, null);
        }
    }

    /** A call has ended on this thread: what it has given up on is marked. */
    void callEnded(CallOutcome how, AttemptOutcome last) {
        if (how.leavesMark()) {
            if (last != null && last.failed()) { // refused at once, there is nothing to mark yet
                mark(last.failure());
                surfaces(last.failure());
            } else if (last != null) {
                markResult(last.result());
            }
            gaveUp();
        } else if (how == CallOutcome.RETRIED_SUCCESS) {
            reports.succeeded(); // that one before it gave up says nothing any more
        }
    }

    /**
     * Why an inner method leaves a call nothing to retry; {@code null}: none does.
     *
     * @param attempt has failed
     * @param callBegan {@link #sequence()} as it was when the call began
     * @param attemptBegan as it was when the attempt began
     * @param ranOnThisThread whether the attempt ran on this thread alone
     */
    String whyHeldBack(AttemptOutcome attempt, long callBegan, long attemptBegan, boolean ranOnThisThread) {
        boolean isMarked =
                attempt.failed() ? isMarked(attempt.failure(), callBegan) : isResultMarked(attempt.result(), callBegan);
        if (isMarked) {
            return Decision.INNER_GAVE_UP + " on it";
        }
        return ranOnThisThread && lastGaveUpAfter(attemptBegan)
                ? Decision.INNER_GAVE_UP + " during this attempt (a layer between drops the cause)"
                : null;
    }

    /** A call on this thread has given up, whatever its failure or result is. */
    public void gaveUp() {
        reports.gaveUp(sequence.incrementAndGet());
    }

    /** Whether the last that a call reported on this thread is that it gave up, after {@code since}. */
    boolean lastGaveUpAfter(long since) {
        return sequence.get() != since && reports.lastGaveUpAfter(since);
    }

    /**
     * The caller gets this failure.
     *
     * @return whether a caller got this instance lately: it is one that is thrown again and again
     */
    boolean surfaces(Throwable failure) {
        int hash = System.identityHashCode(failure);
        return surfaced.getAndSet(hash & SURFACED - 1, hash) == hash;
    }

    /** As {@link #surfaces}, of a failure that the caller may not get: it is not remembered. */
    boolean hasSurfaced(Throwable failure) {
        int hash = System.identityHashCode(failure);
        return surfaced.get(hash & SURFACED - 1) == hash;
    }

    /**
     * Whether the failure, one of its causes, or one that is suppressed in these was marked after {@code since}. What
     * another thread has marked more than once is an instance that is thrown again and again, and says nothing of this
     * call.
     */
    public boolean isMarked(Throwable failure, long since) {
        if (sequence.get() == since) {
            return false; // the usual case: nothing at all was marked since the call began
        }
        return isMarked(failure, since, false, new int[] {MAX_LINKS});
    }

    /** @param left how many may still be looked at */
    private boolean isMarked(Throwable failure, long since, boolean isLink, int[] left) {
        boolean byAnyThread = isLink;
        Throwable link = failure;
        while (link != null && left[0]-- > 0) {
            Mark mark = marks.get(link);
            if (mark != null && mark.value() == null && mark.isNewerThan(since, byAnyThread)) {
                return true;
            }
            for (Throwable suppressed : link.getSuppressed()) {
                if (isMarked(suppressed, since, true, left)) {
                    return true;
                }
            }
            byAnyThread = true;
            link = Causes.causeOf(link);
        }
        return false;
    }

    /** Whether the result was marked after {@code since}. */
    public boolean isResultMarked(Object result, long since) {
        if (sequence.get() == since) {
            return false;
        }
        boolean isPlain = PlainValue.isOne(result);
        Mark mark = marks.get(isPlain ? Thread.currentThread() : result);
        return mark != null
                && mark.isNewerThan(since, false)
                && (isPlain ? mark.value() != null && mark.value().is(result) : mark.value() == null);
    }

    /** How many marks are held now; they go with the objects that they mark. */
    int size() {
        return marks.size();
    }

    private void put(Object marked, final PlainValue value) {
        // A stack overflow within the map could leave a place in it held for ever.
        room = StackRoom.touch(sequence.get());
        // One atomic step: threads that share an instance neither lose a mark nor put an older one over a newer.
        marks.compute(marked, new BiFunction<Object, Mark, Mark>() {
            @Override
            public Mark apply(Object key, Mark before) {
                return new Mark(sequence.incrementAndGet(), value, before);
            }
        });
    }
}
