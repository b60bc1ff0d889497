package io.datapunk.retry.agent.async;

import io.datapunk.retry.agent.adapter.AdapterClassLoader;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/** Finds the adapter of a type, in the loader that has the type. Thread-safe; holds no class of an application. */
public final class Adapters {

    /** By the name: on Java 8 a class that a loader has defined without more has no {@code Package}. */
    private static final String OWN =
            Adapters.class.getName().substring(0, Adapters.class.getName().lastIndexOf('.') + 1);

    private static final String[] PACKAGES = {
        OWN + "guava", OWN + "reactor", OWN + "rxjava2", OWN + "rxjava3", OWN + "streams"
    };

    /** The class that all types of a library stand beside, and the adapters of that library; kept by that class itself. */
    private static final ClassValue<AdapterLibrary> LIBRARIES = new ClassValue<AdapterLibrary>() {
        @Override
        protected AdapterLibrary computeValue(Class<?> anchor) {
            try {
                return (AdapterLibrary) new AdapterClassLoader(anchor.getClassLoader(), PACKAGES)
                        .loadClass(OWN + libraryOf(anchor.getName()))
                        .getConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("no adapters for " + anchor.getName(), e);
            }
        }
    };

    private Adapters() {}

    /**
     * The adapter for what a method returns.
     *
     * @param declared binary name of the type that it is declared to return
     * @param owner its class
     * @param returned what it has returned; {@code null}: not known yet. A publisher that is a stream of a known kind stays one
     * @throws ClassNotFoundException where the loader of the method's class does not have the type
     */
    public static AsyncAdapter of(final String declared, final Class<?> owner, final Object returned)
            throws ClassNotFoundException {
        if (declared.startsWith("java.")) {
            return JdkFutures.ADAPTER;
        }
        try { // an application that a security manager does not trust may not see class loaders, nor make any
            return AccessController.doPrivileged(new PrivilegedExceptionAction<AsyncAdapter>() {
                @Override
                public AsyncAdapter run() throws ClassNotFoundException {
                    return ofLibrary(declared, owner, returned);
                }
            });
        } catch (PrivilegedActionException e) {
            throw (ClassNotFoundException) e.getException();
        }
    }

    private static AsyncAdapter ofLibrary(String declared, Class<?> owner, Object returned)
            throws ClassNotFoundException {
        if (returned != null && declared.equals("org.reactivestreams.Publisher")) {
            for (Class<?> type = returned.getClass(); type != Object.class; type = type.getSuperclass()) {
                if (anchorOf(type.getName()) != null) {
                    return of(type.getName(), type.getClassLoader());
                }
            }
        }
        return of(declared, owner.getClassLoader());
    }

    private static AsyncAdapter of(String type, ClassLoader loader) throws ClassNotFoundException {
        ClassLoader ofLibrary = Class.forName(type, false, loader).getClassLoader();
        return LIBRARIES.get(Class.forName(anchorOf(type), false, ofLibrary)).adapterOf(type);
    }

    private static String anchorOf(String type) {
        switch (type) {
            case "com.google.common.util.concurrent.ListenableFuture":
            case "org.reactivestreams.Publisher":
                return type;
            case "reactor.core.publisher.Mono":
            case "reactor.core.publisher.Flux":
                return "reactor.core.publisher.Flux";
            case "io.reactivex.Single":
            case "io.reactivex.Completable":
            case "io.reactivex.Maybe":
            case "io.reactivex.Observable":
            case "io.reactivex.Flowable":
                return "io.reactivex.Flowable";
            case "io.reactivex.rxjava3.core.Single":
            case "io.reactivex.rxjava3.core.Completable":
            case "io.reactivex.rxjava3.core.Maybe":
            case "io.reactivex.rxjava3.core.Observable":
            case "io.reactivex.rxjava3.core.Flowable":
                return "io.reactivex.rxjava3.core.Flowable";
            default:
                return null;
        }
    }

    private static String libraryOf(String anchor) {
        switch (anchor) {
            case "com.google.common.util.concurrent.ListenableFuture":
                return "guava.GuavaAdapters";
            case "reactor.core.publisher.Flux":
                return "reactor.ReactorAdapters";
            case "io.reactivex.Flowable":
                return "rxjava2.RxJava2Adapters";
            case "io.reactivex.rxjava3.core.Flowable":
                return "rxjava3.RxJava3Adapters";
            default:
                return "streams.PublisherAdapters";
        }
    }
}
