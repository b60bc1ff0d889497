package io.datapunk.retry.agent.weave;

import io.datapunk.retry.agent.match.LoaderSource;
import io.datapunk.retry.agent.match.Supertypes;
import java.util.Map;
import java.util.WeakHashMap;

/** The supertypes known of each class loader; loaders are held weakly. Thread-safe. */
final class LoaderSupertypes {

    private final Map<ClassLoader, Supertypes> byLoader = new WeakHashMap<>();
    private final Supertypes ofBootLoader = new Supertypes(new LoaderSource(null));

    Supertypes supertypesOf(ClassLoader loader) {
        if (loader == null) {
            return ofBootLoader;
        }
        synchronized (byLoader) {
            Supertypes known = byLoader.get(loader);
            if (known == null) {
                known = new Supertypes(new LoaderSource(loader));
                byLoader.put(loader, known);
            }
            return known;
        }
    }
}
