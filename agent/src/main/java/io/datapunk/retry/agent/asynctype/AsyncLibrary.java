package io.datapunk.retry.agent.asynctype;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The libraries whose futures or streams are followed, and the types of each. A type that is to be followed needs a
 * line here and an adapter.
 */
public enum AsyncLibrary {
    JDK(false, null, "java.util.concurrent.CompletableFuture", "java.util.concurrent.CompletionStage"),
    GUAVA(false, "guava.GuavaAdapters", "com.google.common.util.concurrent.ListenableFuture"),
    REACTIVE_STREAMS(true, "streams.PublisherAdapters", "org.reactivestreams.Publisher"),
    REACTOR(true, "reactor.ReactorAdapters", "reactor.core.publisher.Flux", "reactor.core.publisher.Mono"),
    RXJAVA_2(
            true,
            "rxjava2.RxJava2Adapters",
            "io.reactivex.Flowable",
            "io.reactivex.Single",
            "io.reactivex.Completable",
            "io.reactivex.Maybe",
            "io.reactivex.Observable"),
    RXJAVA_3(
            true,
            "rxjava3.RxJava3Adapters",
            "io.reactivex.rxjava3.core.Flowable",
            "io.reactivex.rxjava3.core.Single",
            "io.reactivex.rxjava3.core.Completable",
            "io.reactivex.rxjava3.core.Maybe",
            "io.reactivex.rxjava3.core.Observable");

    private static final Map<String, AsyncLibrary> BY_TYPE = new HashMap<>();

    static {
        for (AsyncLibrary library : values()) {
            for (String type : library.types) {
                BY_TYPE.put(type, library);
            }
        }
    }

    private final boolean hasStreams;
    private final String adapters;

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> types;

    /** The first type is the {@link #anchor}. */
    AsyncLibrary(boolean hasStreams, String adapters, String... types) {
        this.hasStreams = hasStreams;
        this.adapters = adapters;
        this.types = Collections.unmodifiableList(Arrays.asList(types));
    }

    /** Binary name of the type that keeps the adapters; all types of a library have the same class loader. */
    public String anchor() {
        return types.get(0);
    }

    /**
     * Name of the class of its adapters, below the package {@code async}, such as {@code guava.GuavaAdapters};
     * {@code null} for the JDK, whose adapter is compiled with the agent.
     */
    public String adapters() {
        return adapters;
    }

    /** Names of the packages of all adapters, below the package {@code async}. */
    public static List<String> adapterPackages() {
        List<String> packages = new ArrayList<>();
        for (AsyncLibrary library : values()) {
            if (library.adapters != null) {
                packages.add(library.adapters.substring(0, library.adapters.indexOf('.')));
            }
        }
        return packages;
    }

    /** The library of a type; {@code null} where the type is not followed. */
    public static AsyncLibrary of(String type) {
        return BY_TYPE.get(type);
    }

    /** Binary names of the types of all libraries that have streams, or of all that have futures. */
    static Set<String> types(boolean streams) {
        List<String> all = new ArrayList<>();
        for (AsyncLibrary library : values()) {
            if (library.hasStreams == streams) {
                all.addAll(library.types);
            }
        }
        return Collections.unmodifiableSet(new HashSet<>(all));
    }
}
