package io.datapunk.retry.agent.async;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.ProtectionDomain;

/**
 * Defines the adapters of one library between the agent, which has their class files, and the loader that has the library. It
 * is held by the library alone, and goes with it.
 */
final class AdapterClassLoader extends ClassLoader {

    private static final String AGENT = "io.datapunk.retry.";
    private static final String ADAPTERS = "io.datapunk.retry.agent.async.";
    private static final ClassLoader OF_AGENT = AdapterClassLoader.class.getClassLoader();

    /** Asked for once: later the application may be on the stack, which a security manager does not allow to ask. */
    private static final ProtectionDomain DOMAIN = AdapterClassLoader.class.getProtectionDomain();

    static {
        registerAsParallelCapable();
    }

    /** A loader beside that of a library. */
    AdapterClassLoader(ClassLoader ofLibrary) {
        super(ofLibrary);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(AGENT)) {
            return super.loadClass(name, resolve);
        }
        boolean isAdapter = name.startsWith(ADAPTERS) && name.indexOf('.', ADAPTERS.length()) > 0;
        if (!isAdapter) {
            return OF_AGENT.loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = OF_AGENT.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
            byte[] buffer = new byte[4096];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
            }
            return defineClass(name, bytes.toByteArray(), 0, bytes.size(), DOMAIN);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
