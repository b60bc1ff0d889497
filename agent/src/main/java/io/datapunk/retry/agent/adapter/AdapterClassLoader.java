package io.datapunk.retry.agent.adapter;

import io.datapunk.retry.agent.files.InputStreams;
import java.io.IOException;
import java.io.InputStream;
import java.security.ProtectionDomain;

/**
 * Defines the adapters of one library between the agent, which has their class files, and the loader that has the library. To
 * be held by the library alone, so that it goes with it. Thread-safe.
 */
public final class AdapterClassLoader extends ClassLoader {

    private static final String AGENT = "io.datapunk.retry.";
    private static final ClassLoader OF_AGENT = AdapterClassLoader.class.getClassLoader();

    /** Asked for once: later the application may be on the stack, which a security manager does not allow to ask. */
    private static final ProtectionDomain DOMAIN = AdapterClassLoader.class.getProtectionDomain();

    static {
        registerAsParallelCapable();
    }

    private final String[] packages;

    /**
     * A loader beside that of a library.
     *
     * @param packages those whose classes it defines; of the agent's other classes it has the ones that there are
     */
    public AdapterClassLoader(ClassLoader ofLibrary, String... packages) {
        super(ofLibrary);
        this.packages = packages.clone();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(AGENT)) {
            return super.loadClass(name, resolve);
        }
        if (!isAdapter(name)) {
            return OF_AGENT.loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private boolean isAdapter(String name) {
        String packageName = name.substring(0, name.lastIndexOf('.'));
        for (String each : packages) {
            if (packageName.equals(each)) {
                return true;
            }
        }
        return false;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = OF_AGENT.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return define(name, InputStreams.readFully(in));
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Another agent, asked by the JVM about this very definition, may have asked for the class and so defined it. */
    private Class<?> define(String name, byte[] bytes) {
        try {
            return defineClass(name, bytes, 0, bytes.length, DOMAIN);
        } catch (LinkageError e) {
            Class<?> there = findLoadedClass(name);
            if (there == null) {
                throw e;
            }
            return there;
        }
    }
}
