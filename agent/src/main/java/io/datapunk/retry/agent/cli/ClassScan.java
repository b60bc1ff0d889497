package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.match.ClassSource;
import io.datapunk.retry.agent.match.JarNames;
import io.datapunk.retry.agent.match.LoaderSource;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The classes of jars, of jars inside jars, of folders, and of modules of the JDK ({@code jrt:/java.sql}), as bytes. Nothing
 * is loaded or run. Not thread-safe.
 */
final class ClassScan implements ClassSource {

    private static final String CLASS = ".class";

    /** Where fat jars and web archives keep classes that have no such folder in their names. */
    private static final String[] CLASS_FOLDERS = {"BOOT-INF/classes/", "WEB-INF/classes/"};

    private final Map<String, Found> classes = new LinkedHashMap<>();
    private final ClassSource jdk = new LoaderSource(null, null);

    /**
     * Adds what a path leads to.
     *
     * @throws IOException where it cannot be read
     */
    void add(String path) throws IOException {
        if (path.startsWith("jrt:/")) {
            addModule(path.substring("jrt:/".length()));
            return;
        }
        File file = new File(path);
        if (!file.exists()) {
            throw new IOException("there is no " + file.getAbsolutePath());
        }
        if (file.isDirectory()) {
            addFolder(file, "", JarNames.of(file.getAbsolutePath()));
            return;
        }
        try (InputStream in = new FileInputStream(file)) {
            addJar(in, file.getName());
        }
    }

    private void addJar(InputStream jar, String jarName) throws IOException {
        ZipInputStream entries = new ZipInputStream(jar); // closed by whoever opened the jar
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            String name = entry.getName();
            if (name.endsWith(CLASS)) {
                addClass(name, LoaderSource.bytes(entries), jarName, false);
            } else if (name.endsWith(".jar")) {
                byte[] nested = LoaderSource.bytes(entries);
                addJar(new ByteArrayInputStream(nested), name.substring(name.lastIndexOf('/') + 1));
            }
        }
    }

    private void addFolder(File folder, String prefix, String jarName) throws IOException {
        String[] names = folder.list();
        if (names == null) {
            throw new IOException(folder + " cannot be listed");
        }
        Arrays.sort(names);
        for (String name : names) {
            File file = new File(folder, name);
            if (file.isDirectory()) {
                addFolder(file, prefix + name + "/", jarName);
            } else if (name.endsWith(CLASS) || name.endsWith(".jar")) {
                try (InputStream in = new FileInputStream(file)) {
                    if (name.endsWith(CLASS)) {
                        addClass(prefix + name, LoaderSource.bytes(in), jarName, false);
                    } else {
                        addJar(in, name);
                    }
                }
            }
        }
    }

    private void addModule(String module) throws IOException {
        Path root;
        try {
            root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
        } catch (RuntimeException e) {
            throw new IOException("jrt:/" + module + " needs a Java of 9 or later to run this command", e);
        }
        if (!Files.isDirectory(root)) {
            throw new IOException("this JDK has no module " + module);
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
                Path file = each.next();
                if (file.toString().endsWith(CLASS)) {
                    addClass(root.relativize(file).toString(), Files.readAllBytes(file), module, true);
                }
            }
        }
    }

    private void addClass(String entryName, byte[] bytes, String jarName, boolean ofJdk) {
        String name = entryName;
        for (String folder : CLASS_FOLDERS) {
            name = name.startsWith(folder) ? name.substring(folder.length()) : name;
        }
        boolean special = name.startsWith("META-INF/")
                || name.endsWith("module-info.class")
                || name.endsWith("package-info.class");
        String internalName = name.substring(0, name.length() - CLASS.length());
        if (!special && !classes.containsKey(internalName)) { // the first on the path is the one that is loaded
            classes.put(internalName, new Found(bytes, jarName, ofJdk));
        }
    }

    /** Internal names of all classes, in the order in which they were found. */
    List<String> names() {
        return new ArrayList<>(classes.keySet());
    }

    Found get(String internalName) {
        return classes.get(internalName);
    }

    @Override
    public byte[] read(String internalName) {
        Found found = classes.get(internalName);
        return found == null ? jdk.read(internalName) : found.bytes;
    }

    /** A class file, and the jar that it comes from. Immutable. */
    static final class Found {
        final byte[] bytes;
        final String jar;
        final boolean ofJdk;

        Found(byte[] bytes, String jar, boolean ofJdk) {
            this.bytes = bytes;
            this.jar = jar;
            this.ofJdk = ofJdk;
        }
    }
}
