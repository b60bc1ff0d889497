package io.datapunk.retry.agent.async;

import io.datapunk.retry.agent.adapter.AdapterClassLoader;
import io.datapunk.retry.agent.asynctype.AsyncLibrary;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.List;

/** Finds the adapter of a type, in the loader that has the type. Thread-safe; holds no class of an application. */
public final class Adapters {

    /** By the name: on Java 8 a class that a loader has defined without more has no {@code Package}. */
    private static final String OWN =
            Adapters.class.getName().substring(0, Adapters.class.getName().lastIndexOf('.') + 1);

    /** The adapters of a library by its anchor; the anchor's class itself keeps them. */
    private static final ClassValue<AdapterLibrary> LIBRARIES = new ClassValue<AdapterLibrary>() {
        @Override
        protected AdapterLibrary computeValue(Class<?> anchor) {
            try {
                return (AdapterLibrary) new AdapterClassLoader(anchor.getClassLoader(), packages())
                        .loadClass(OWN + AsyncLibrary.of(anchor.getName()).adapters())
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
     * @param returned what it has returned; {@code null}: not known yet. A publisher that is a stream of a known kind
     *     stays one
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
                AsyncLibrary library = AsyncLibrary.of(type.getName());
                if (library != null && library != AsyncLibrary.JDK) {
                    return of(type.getName(), type.getClassLoader());
                }
            }
        }
        return of(declared, owner.getClassLoader());
    }

    private static AsyncAdapter of(String type, ClassLoader loader) throws ClassNotFoundException {
        ClassLoader ofLibrary = Class.forName(type, false, loader).getClassLoader();
        return LIBRARIES
                .get(Class.forName(AsyncLibrary.of(type).anchor(), false, ofLibrary))
                .adapterOf(type);
    }

    private static String[] packages() {
        List<String> packages = AsyncLibrary.adapterPackages();
        String[] names = new String[packages.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = OWN + packages.get(i);
        }
        return names;
    }
}
