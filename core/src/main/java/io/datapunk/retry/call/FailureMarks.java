package io.datapunk.retry.call;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers which failures and results have been retried in vain, so that a method above does not retry them again.
 *
 * <p>Nothing is marked when a call begins; the caller reads {@link #sequence()}, which costs one volatile read. A mark
 * counts only for calls that began before it was made: a preallocated exception that comes back later is a new failure.
 *
 * <p>Failures and ordinary results are known by identity, and held weakly. Values that have no identity of their own
 * (numbers, strings, booleans, enums, {@code null}) are known by the thread on which they were retried in vain.
 *
 * <p>Thread-safe. One instance is shared by all methods whose calls may be nested.
 */
public final class FailureMarks {

    /** Causes past this depth are not looked at; real chains are far shorter, hostile ones are cyclic. */
    private static final int MAX_CAUSES = 32;

    private final AtomicLong sequence = new AtomicLong();
    private final ConcurrentHashMap<Object, Mark> marks = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    /** A number that grows with every mark; read it when a call begins. */
    public long sequence() {
        return sequence.get();
    }

    /** Marks a failure that has been retried in vain. */
    public void mark(Throwable failure) {
        put(failure, null);
    }

    /** Marks a result that has been retried in vain. */
    public void markResult(Object result) {
        if (hasIdentity(result)) {
            put(result, null);
        } else {
            put(Thread.currentThread(), new Value(result));
        }
    }

    /**
     * Whether the failure, or one of its causes, was marked after {@code since}. What another thread has marked more than
     * once is an instance that is thrown again and again, and says nothing of this call.
     */
    public boolean isMarked(Throwable failure, long since) {
        if (sequence.get() == since) {
            return false; // the usual case: nothing at all was marked since the call began
        }
        Throwable link = failure;
        for (int depth = 0; link != null && depth < MAX_CAUSES; depth++, link = link.getCause()) {
            Mark mark = marks.get(new Probe(link));
            if (mark != null && mark.sequence > since && mark.value == null && (depth > 0 || mark.isOfThisCall())) {
                return true;
            }
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
                && mark.sequence > since
                && (identity ? mark.value == null && mark.isOfThisCall() : mark.value != null && mark.value.is(result));
    }

    /** How many marks are held now; they go with the objects that they mark. */
    int size() {
        expunge();
        return marks.size();
    }

    private void put(Object marked, Value value) {
        expunge();
        Mark before = marks.get(new Probe(marked));
        int times = before == null ? 1 : before.times + 1;
        Mark mark = new Mark(marked, collected, sequence.incrementAndGet(), value, times);
        // Not put(): an equal key would keep the old key object, whose sequence is the one that is read.
        marks.remove(mark);
        marks.put(mark, mark);
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
        final long sequence;
        final Value value;
        final int times;
        final long threadId = Thread.currentThread().getId();

        Mark(Object marked, ReferenceQueue<Object> queue, long sequence, Value value, int times) {
            super(marked, queue);
            this.hash = System.identityHashCode(marked);
            this.sequence = sequence;
            this.value = value;
            this.times = times;
        }

        boolean isOfThisCall() {
            return times == 1 || threadId == Thread.currentThread().getId();
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

    /** A value without identity; holds no class of the application but enums' own, and those weakly. */
    private static final class Value {
        private final WeakReference<Object> enumConstant;
        private final Object plain;

        Value(Object value) {
            boolean isEnum = value instanceof Enum;
            this.enumConstant = isEnum ? new WeakReference<>(value) : null;
            this.plain = isEnum ? null : value;
        }

        boolean is(Object other) {
            if (enumConstant != null) {
                return enumConstant.get() == other;
            }
            return plain == null ? other == null : plain.equals(other);
        }
    }
}
