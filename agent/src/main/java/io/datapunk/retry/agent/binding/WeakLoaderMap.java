package io.datapunk.retry.agent.binding;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/**
 * Values by class loader. Loaders are held weakly and known by identity: an application's own {@code equals} and
 * {@code hashCode} have no business inside class loading. Not thread-safe; {@code null} is the bootstrap loader.
 */
public final class WeakLoaderMap<V> {

    private final Map<Object, V> values = new HashMap<>();
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    private V ofBootLoader;

    /** The value of a loader; {@code null} where it has none. */
    public V get(ClassLoader loader) {
        return loader == null ? ofBootLoader : values.get(new Key(loader, null));
    }

    /** Sets the value of a loader. */
    public void put(ClassLoader loader, V value) {
        expunge();
        if (loader == null) {
            ofBootLoader = value;
        } else {
            values.put(new Key(loader, collected), value);
        }
    }

    /** Drops the values of loaders that were collected. */
    public void expunge() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            values.remove(gone);
        }
    }

    private static final class Key extends WeakReference<ClassLoader> {
        private final int hash;

        Key(ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
            super(loader, queue);
            this.hash = System.identityHashCode(loader);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true; // also once the loader is gone: that is how its value is removed
            }
            ClassLoader loader = get();
            return loader != null && other instanceof Key && ((Key) other).get() == loader;
        }
    }
}
