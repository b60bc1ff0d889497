package io.datapunk.retry.agent.classfile;

import io.datapunk.retry.agent.files.InputStreams;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;

/** Class files as the resources of a class loader; the loader is held weakly. Thread-safe. */
public final class LoaderSource implements ClassSource {

    private final WeakReference<ClassLoader> loader;
    private final Instrumentation instrumentation;

    /**
     * The resources of a loader.
     *
     * @param loader {@code null} for the bootstrap loader
     * @param instrumentation of this JVM, to look for classes without a resource; {@code null}: they are not looked for
     */
    public LoaderSource(ClassLoader loader, Instrumentation instrumentation) {
        this.loader = loader == null ? null : new WeakReference<>(loader);
        this.instrumentation = instrumentation;
    }

    @Override
    public byte[] read(String internalName) {
        String resource = internalName + ".class";
        try (InputStream in = open(resource)) {
            return in == null ? null : InputStreams.readFully(in);
        } catch (IOException | RuntimeException | LinkageError e) {
            return null; // a loader that cannot say is one that does not have it
        }
    }

    @Override
    public Class<?> loaded(String internalName) {
        ClassLoader asked = loader == null ? null : loader.get();
        if (asked == null || instrumentation == null) {
            return null;
        }
        String name = internalName.replace('/', '.');
        try {
            // A loader knows what it had from its parents only once a class of its own is defined.
            for (ClassLoader next = asked; next != null; next = next.getParent()) {
                for (Class<?> found : instrumentation.getInitiatedClasses(next)) {
                    if (found.getName().equals(name)) {
                        return found;
                    }
                }
            }
        } catch (SecurityException e) {
            return null; // not every security manager lets parents be asked for
        }
        return null;
    }

    private InputStream open(String resource) {
        ClassLoader asked = loader == null ? null : loader.get();
        return asked == null ? ClassLoader.getSystemResourceAsStream(resource) : asked.getResourceAsStream(resource);
    }
}
