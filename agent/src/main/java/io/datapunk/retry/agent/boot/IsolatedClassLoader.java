package io.datapunk.retry.agent.boot;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the agent's own classes and libraries from a folder inside the agent's jar, where they have names that no other
 * loader takes for classes. The application sees none of them, and they see none of the application's.
 *
 * <p>Its parent knows the JDK alone. Thread-safe.
 */
public final class IsolatedClassLoader extends ClassLoader {

    /** Folder inside the jar. */
    public static final String PREFIX = "datapunk-retry/";

    /** What class files end with there. */
    public static final String EXTENSION = ".classdata";

    private static final String OWN = "io.datapunk.retry.";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;

    /** Asked for once: later the application may be on the stack, which a security manager does not allow to ask. */
    private final ProtectionDomain domain = IsolatedClassLoader.class.getProtectionDomain();

    /**
     * A loader on the agent's jar, which stays open as long as the JVM lives.
     *
     * @throws IOException where the jar cannot be read
     */
    public IsolatedClassLoader(File agentJar) throws IOException {
        super(jdkLoader());
        this.jar = new JarFile(agentJar, false);
    }

    /** The agent's jar: that which this class came from. */
    public static File ownJar() {
        CodeSource source = IsolatedClassLoader.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("the agent's jar is unknown: its class has no code source");
        }
        try {
            return new File(source.getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return new File(source.getLocation().getPath()); // a loader that does not escape spaces, or a network path
        }
    }

    /**
     * The loader that knows all of the JDK's modules but nothing of the class path (platform on 9+, extension on 8): the
     * topmost one above the loader of this class, however many a custom system loader has put between; {@code null}, the
     * bootstrap loader, where there is none.
     */
    private static ClassLoader jdkLoader() {
        ClassLoader top = null;
        ClassLoader above = IsolatedClassLoader.class.getClassLoader().getParent();
        while (above != null) {
            top = above;
            above = above.getParent();
        }
        return top;
    }

    /** The agent's own classes are nowhere else: asking the parent for each would cost an exception. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OWN)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes;
        try {
            bytes = read(PREFIX + name.replace('.', '/') + EXTENSION);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        // With the permissions that a security manager grants to the jar, not with none.
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    /** Resources of the agent; class files under their usual names, since the weaver reads its advice in this way. */
    @Override
    public InputStream getResourceAsStream(String name) {
        String inside = name.endsWith(".class") ? name.substring(0, name.length() - 6) + EXTENSION : name;
        try {
            byte[] bytes = read(PREFIX + inside);
            return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
        } catch (IOException e) {
            return null;
        }
    }

    private byte[] read(String entryName) throws IOException {
        JarEntry entry = jar.getJarEntry(entryName);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = new byte[(int) entry.getSize()];
            int filled = 0;
            while (filled < bytes.length) {
                int read = in.read(bytes, filled, bytes.length - filled);
                if (read < 0) {
                    throw new IOException(entryName + " is cut short in " + jar.getName());
                }
                filled += read;
            }
            return bytes;
        }
    }
}
