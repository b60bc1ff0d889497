package io.datapunk.retry.agent.adapter;

import io.datapunk.retry.agent.files.InputStreams;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Defines the adapters of one library between the agent, which has their class files, and the loader that has the
 * library. To be held by the library alone, so that it goes with it. Thread-safe.
 */
public final class AdapterClassLoader extends ClassLoader {

    private static final String AGENT = "io.datapunk.retry.";
    private static final String AGENT_FILES = "io/datapunk/retry/";
    private static final ClassLoader OF_AGENT = AdapterClassLoader.class.getClassLoader();

    /** Asked for once: later the application may be on the stack, which a security manager does not allow to ask. */
    private static final ProtectionDomain DOMAIN = AdapterClassLoader.class.getProtectionDomain();

    static {
        registerAsParallelCapable();
    }

    private final String[] packages;

    /**
     * The classes whose definition has begun and not ended, each under the lock of its name. Who finds its class here
     * is another agent's transformer, on the thread that defines it: the class is not defined a second time meanwhile.
     */
    private final Set<String> beingDefined = ConcurrentHashMap.newKeySet();

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

    /** Addresses of class files, for other agents, which look at class files that way. */
    @Override
    protected URL findResource(String name) {
        return name.startsWith(AGENT_FILES) ? OF_AGENT.getResource(name) : null;
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

    private Class<?> define(String name, byte[] bytes) throws ClassNotFoundException {
        if (!beingDefined.add(name)) {
            throw new ClassNotFoundException(name + " is being defined by this thread");
        }
        try {
            return defineClass(name, bytes, 0, bytes.length, DOMAIN);
        } finally {
            beingDefined.remove(name);
        }
    }
}
