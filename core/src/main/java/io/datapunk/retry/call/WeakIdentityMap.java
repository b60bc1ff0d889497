package io.datapunk.retry.call;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * A map whose keys are known by identity and held weakly: {@code equals} and {@code hashCode} of an application's class
 * are not called, and an entry is removed once its key is collected. A value must not hold its key. Thread-safe.
 *
 * @param <V> the values
 */
final class WeakIdentityMap<V> {

    private final ConcurrentHashMap<Object, V> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    /** The value of a key; {@code null}: it has none. Makes no reference. */
    V get(Object key) {
        return values.get(new Probe(key));
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    void put(Object key, V value) {
        removeCollected();
        values.put(new Key(key, collected), value);
    }

    /** As {@link ConcurrentHashMap#compute}, in one atomic step; the first parameter of the function is of no use. */
    void compute(Object key, BiFunction<Object, V, V> function) {
        removeCollected();
        values.compute(new Key(key, collected), function);
    }

    int size() {
        removeCollected();
        return values.size();
    }

    private void removeCollected() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            values.remove(gone);
        }
    }

    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object referent, ReferenceQueue<Object> queue) {
            super(referent, queue);
            hash = System.identityHashCode(referent);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true; // also once the object is gone: that is how a collected key is removed
            }
            Object referent = get();
            return referent != null && other instanceof Key && ((Key) other).get() == referent;
        }
    }

    /** Finds a key without making a reference. */
    private static final class Probe {
        private final Object sought;

        Probe(Object sought) {
            this.sought = sought;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(sought);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key && ((Key) other).get() == sought;
        }
    }
}
