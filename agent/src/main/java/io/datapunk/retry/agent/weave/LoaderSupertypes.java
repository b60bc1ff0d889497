package io.datapunk.retry.agent.weave;

import io.datapunk.retry.agent.binding.WeakLoaderMap;
import io.datapunk.retry.agent.classfile.LoaderSource;
import io.datapunk.retry.agent.match.Supertypes;
import java.lang.instrument.Instrumentation;

/** The supertypes known of each class loader; loaders are held weakly. Thread-safe. */
final class LoaderSupertypes {

    private final WeakLoaderMap<Supertypes> byLoader = new WeakLoaderMap<>();
    private final Instrumentation instrumentation;

    LoaderSupertypes(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    synchronized Supertypes supertypesOf(ClassLoader loader) {
        Supertypes known = byLoader.get(loader);
        if (known == null) {
            known = new Supertypes(new LoaderSource(loader, instrumentation));
            byLoader.put(loader, known);
        }
        return known;
    }
}
