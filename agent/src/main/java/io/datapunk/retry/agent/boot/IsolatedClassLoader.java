package io.datapunk.retry.agent.boot;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the agent's own classes and libraries from archives inside the agent's jar, where no other loader finds them.
 * The application sees none of them, and they see none of the application's.
 *
 * <p>Its parent knows the JDK alone. Thread-safe.
 */
public final class IsolatedClassLoader extends ClassLoader {

    /**
     * In the order in which they are asked: what a start needs, what weaving adds, and all else that an application may
     * need.
     */
    private static final String[] OF_AGENT = {
        "datapunk-retry/start.zip.gz", "datapunk-retry/weave.zip.gz", "datapunk-retry/more.zip.gz"
    };

    /** What the command line adds, and no application keeps in memory. */
    private static final String OF_COMMANDS = "datapunk-retry/commands.zip.gz";

    /**
     * Classes of Byte Buddy that no weaving was seen to need. They stay in the jar until one is asked for: in memory
     * they would take as much as all others together.
     */
    private static final String REST = "datapunk-retry/rest.zip.gz";

    private static final String OF_REST = "io/datapunk/retry/agent/shaded/bytebuddy/";

    /** A resource with the names of the files of the first two archives, one a line. */
    private static final String INDEX = "datapunk-retry/index";

    private static final String OWN = "io.datapunk.retry.";
    private static final String OWN_FILES = "io/datapunk/retry/";
    private static final String HOOK = "java/lang/DatapunkRetryHook.class";

    static {
        registerAsParallelCapable();
    }

    private final StoredClasses[] archives;
    private final File agentJar;

    /** The checksum of {@link #REST} at the start: the jar may be replaced by that of another version. */
    private final long crcOfRest;

    private StoredClasses rest;

    /** Asked for once: later the application may be on the stack, which a security manager does not allow to ask. */
    private final ProtectionDomain domain = IsolatedClassLoader.class.getProtectionDomain();

    /**
     * The classes whose definition has begun and not ended. The lock of the name is held meanwhile, so that the thread
     * that finds its class here is the one that defines it: the JVM has asked another agent's transformer about the
     * class, and that one has asked this loader for it. To define it then would define it twice. JDK 8 crashes some
     * time after that, if the transformer changes the class.
     */
    private final Set<String> beingDefined = ConcurrentHashMap.newKeySet();

    private IsolatedClassLoader(File agentJar, String... names) throws IOException {
        super(jdkLoader());
        this.agentJar = agentJar;
        archives = new StoredClasses[names.length];
        try (JarFile jar = new JarFile(agentJar, false)) {
            for (int i = 0; i < names.length; i++) {
                archives[i] = StoredClasses.read(jar, names[i]);
            }
            crcOfRest = crcOfRest(jar);
        }
    }

    private static long crcOfRest(JarFile jar) throws IOException {
        JarEntry entry = jar.getJarEntry(REST);
        if (entry == null) {
            throw new IOException(REST + " is missing in " + jar.getName());
        }
        return entry.getCrc();
    }

    /**
     * A loader of what the agent may need in an application. It is read here, but for {@link #REST}: the jar may be
     * overwritten later.
     *
     * @throws IOException where the jar cannot be read
     */
    public static IsolatedClassLoader forAgent(File agentJar) throws IOException {
        return new IsolatedClassLoader(agentJar, OF_AGENT);
    }

    /**
     * A loader of the command line, and of all that the agent has.
     *
     * @throws IOException where the jar cannot be read
     */
    public static IsolatedClassLoader forCommands(File agentJar) throws IOException {
        return new IsolatedClassLoader(agentJar, OF_AGENT[0], OF_AGENT[1], OF_AGENT[2], OF_COMMANDS);
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
     * The loader that knows all of the JDK's modules but nothing of the class path (platform on 9+, extension on 8):
     * the topmost one above the loader of this class, however many a custom system loader has put between; {@code
     * null}, the bootstrap loader, where there is none.
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
        if (!name.startsWith(OWN)) {
            throw new ClassNotFoundException(name); // of the JDK, and not in this version of it
        }
        ByteBuffer bytes;
        try {
            bytes = find(name.replace('.', '/') + ".class");
        } catch (IOException e) {
            throw new ClassNotFoundException(name + ": " + e.getMessage(), e);
        }
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        if (!beingDefined.add(name)) {
            throw new ClassNotFoundException(name + " is being defined by this thread");
        }
        try {
            // With the permissions that a security manager grants to the jar, not with none.
            return defineClass(name, bytes, domain);
        } finally {
            beingDefined.remove(name);
        }
    }

    /** Resources of the agent, and its class files. */
    @Override
    public InputStream getResourceAsStream(String name) {
        ByteBuffer bytes = content(name);
        return bytes == null ? super.getResourceAsStream(name) : StoredClasses.stream(bytes);
    }

    /** Addresses of the same, for other agents, which look at class files that way. */
    @Override
    protected URL findResource(String name) {
        ByteBuffer bytes = content(name);
        return bytes == null ? null : StoredFile.address(name, bytes);
    }

    private ByteBuffer content(String name) {
        try {
            return name.equals(INDEX) ? index() : find(name);
        } catch (IOException e) {
            return null;
        }
    }

    private ByteBuffer index() throws IOException {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            for (String name : archives[i].names()) {
                names.append(name).append('\n');
            }
        }
        return ByteBuffer.wrap(names.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private ByteBuffer find(String name) throws IOException {
        if (!name.startsWith(OWN_FILES) && !name.equals(HOOK)) {
            return null;
        }
        for (StoredClasses archive : archives) {
            ByteBuffer bytes = archive.find(name);
            if (bytes != null) {
                return bytes;
            }
        }
        return name.startsWith(OF_REST) ? rest().find(name) : null;
    }

    private synchronized StoredClasses rest() throws IOException {
        if (rest == null) {
            try (JarFile jar = new JarFile(agentJar, false)) {
                if (crcOfRest(jar) != crcOfRest) {
                    throw new IOException(agentJar + " was replaced since the agent started");
                }
                rest = StoredClasses.read(jar, REST);
            }
        }
        return rest;
    }
}
