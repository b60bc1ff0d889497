package io.datapunk.retry.call;

import io.datapunk.retry.outcome.Causes;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * Remembers which failures and results an inner method has given up on, so that a method above does not retry them again.
 *
 * <p>Nothing is marked when a call begins; the caller reads {@link #sequence()}, which costs one volatile read. A mark
 * counts only for calls that began before it was made: a preallocated exception that comes back later is a new failure.
 *
 * <p>Failures and ordinary results are known by identity, and held weakly. Values that have no identity of their own
 * (numbers, strings, booleans, enums, {@code null}) are known by the thread on which a method gave up on them. Layers between the
 * two methods may drop the cause, or make a result of a failure: what a call reports as it ends is known by thread as well.
 *
 * <p>Thread-safe. One instance is shared by all methods whose calls may be nested.
 */
public final class NestedRetryGuard {

    /** So many failures are looked at, causes and suppressed ones; real chains are far shorter, hostile ones are cyclic. */
    private static final int MAX_LINKS = 64;

    /** A power of two; how many of the failures that callers got lately are known. */
    private static final int SURFACED = 1024;

    private final AtomicLong sequence;
    private final ConcurrentHashMap<Object, Mark> marks = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
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
        if (hasIdentity(result)) {
            put(result, null);
        } else {
            put(Thread.currentThread(), new Value(result));
        }
    }

    /** A call on this thread has given up, whatever its failure or result is. */
    public void gaveUp() {
        reports.gaveUp(sequence.incrementAndGet());
    }

    /** A call on this thread has succeeded after a retry: that one before it gave up says nothing any more. */
    void succeeded() {
        reports.succeeded();
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
     * Whether the failure, one of its causes, or one that is suppressed in these was marked after {@code since}. What another thread has marked more than
     * once is an instance that is thrown again and again, and says nothing of this call.
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
            Mark mark = marks.get(new Probe(link));
            if (mark != null && mark.value == null && mark.isNewerThan(since, byAnyThread)) {
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
        boolean identity = hasIdentity(result);
        Mark mark = marks.get(new Probe(identity ? result : Thread.currentThread()));
        return mark != null
                && mark.isNewerThan(since, false)
                && (identity ? mark.value == null : mark.value != null && mark.value.is(result));
    }

    /** How many marks are held now; they go with the objects that they mark. */
    int size() {
        expunge();
        return marks.size();
    }

    private void put(final Object marked, final Value value) {
        room = StackRoom.touch(
                sequence.get()); // a stack overflow within the map could leave a place in it held for ever
        expunge();
        // One atomic step: threads that share an instance neither lose a mark nor put an older one over a newer. The
        // key
        // stays the first mark of the object, the value is the newest.
        marks.compute(new Mark(marked, collected, null, null), new BiFunction<Object, Mark, Mark>() {
            @Override
            public Mark apply(Object key, Mark before) {
                Traces traces = new Traces(sequence.incrementAndGet(), before == null ? null : before.traces);
                return new Mark(marked, collected, value, traces);
            }
        });
    }

    private void expunge() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            marks.remove(gone);
        }
    }

    /** The JDK's own values have none; whatever else, an application's number included, is held weakly as it is. */
    private static boolean hasIdentity(Object result) {
        return result != null
                && !(result instanceof Integer)
                && !(result instanceof String)
                && !(result instanceof Boolean)
                && !(result instanceof Long)
                && !(result instanceof Enum)
                && !(result instanceof Short)
                && !(result instanceof Byte)
                && !(result instanceof Character)
                && !(result instanceof Double)
                && !(result instanceof Float);
    }

    /** A marked object, its own key in the map. */
    private static final class Mark extends WeakReference<Object> {
        final int hash;
        final Value value;
        final Traces traces;

        Mark(Object marked, ReferenceQueue<Object> queue, Value value, Traces traces) {
            super(marked, queue);
            this.hash = System.identityHashCode(marked);
            this.value = value;
            this.traces = traces;
        }

        /** Whether it was made after {@code since}; of an instance that several threads throw, by this thread. */
        boolean isNewerThan(long since, boolean byAnyThread) {
            return (byAnyThread || traces.once ? traces.newest() : traces.newestOfThisThread()) > since;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true; // also once the object is gone: that is how a collected mark is removed
            }
            Object marked = get();
            return marked != null && other instanceof Mark && ((Mark) other).get() == marked;
        }
    }

    /** When which threads marked an object, the newest first, one entry a thread; immutable. */
    private static final class Traces {
        private static final int MAX_THREADS = 64;

        private final int[] threads;
        private final long[] sequences;
        private final boolean once;

        /** Adds the calling thread to those before; of too many threads the oldest is forgotten. */
        Traces(long sequence, Traces before) {
            int thread = thisThread();
            int most = before == null ? 1 : Math.min(MAX_THREADS, before.threads.length + 1);
            int[] newThreads = new int[most];
            long[] newSequences = new long[most];
            newThreads[0] = thread;
            newSequences[0] = sequence;
            int count = 1;
            for (int i = 0; before != null && i < before.threads.length && count < most; i++) {
                if (before.threads[i] != thread) {
                    newThreads[count] = before.threads[i];
                    newSequences[count++] = before.sequences[i];
                }
            }
            this.threads = Arrays.copyOf(newThreads, count);
            this.sequences = Arrays.copyOf(newSequences, count);
            this.once = before == null;
        }

        /** A thread's own number could be that of another one, where its class says so. */
        private static int thisThread() {
            return System.identityHashCode(Thread.currentThread());
        }

        long newest() {
            return sequences[0];
        }

        /** The newest of the calling thread; 0 where it has none. */
        long newestOfThisThread() {
            int thread = thisThread();
            for (int i = 0; i < threads.length; i++) {
                if (threads[i] == thread) {
                    return sequences[i];
                }
            }
            return 0;
        }
    }

    /** Looks a mark up without making a reference. */
    private static final class Probe {
        final Object sought;

        Probe(Object sought) {
            this.sought = sought;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(sought);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Mark && ((Mark) other).get() == sought;
        }
    }

    /**
     * A value without identity, known by its class and hash: the value itself, a long text perhaps, is not held. Two values that
     * are alike in these count as one, which errs to the side of fewer calls.
     */
    private static final class Value {
        private final WeakReference<Object> enumConstant;
        private final Class<?> type;
        private final int hash;

        Value(Object value) {
            boolean isEnum = value instanceof Enum;
            enumConstant = isEnum ? new WeakReference<>(value) : null;
            type = isEnum || value == null ? null : value.getClass(); // one of the JDK's
            hash = isEnum || value == null ? 0 : value.hashCode();
        }

        boolean is(Object other) {
            if (enumConstant != null) {
                return enumConstant.get() == other;
            }
            return type == null ? other == null : other != null && other.getClass() == type && other.hashCode() == hash;
        }
    }
}
