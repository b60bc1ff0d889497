package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.classfile.ClassSource;
import io.datapunk.retry.agent.classfile.LoaderSource;
import io.datapunk.retry.agent.cli.archive.FileBytes;
import io.datapunk.retry.agent.files.InputStreams;
import io.datapunk.retry.agent.files.RegularFiles;
import io.datapunk.retry.agent.match.JarNames;
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
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The classes of archives, of archives inside archives, of folders, and of modules of the JDK ({@code jrt:/java.sql}),
 * as bytes. Nothing is loaded or run. Not thread-safe.
 */
final class ClassScan implements ClassSource {

    private static final String CLASS = ".class";

    /** Where fat jars and web archives keep classes that have no such folder in their names. */
    private static final String[] CLASS_FOLDERS = {"BOOT-INF/classes/", "WEB-INF/classes/", "APP-INF/classes/"};

    /** Paths have a limit anyway; a file system that shows itself in itself has another. */
    private static final int MAX_FOLDER_DEPTH = 100;

    private static final int MAX_PROBLEMS = 20;

    private final Map<String, Found> classes = new LinkedHashMap<>();
    private final ClassSource jdk = new LoaderSource(null, null);
    private final List<String> problems = new ArrayList<>();
    private final int release;
    private int moreProblems;

    /**
     * A scan without classes as yet.
     *
     * @param release of the JVM whose view of multi-release jars counts
     */
    ClassScan(int release) {
        this.release = release;
    }

    /** Adds what a path leads to; what cannot be looked at is among the {@link #problems}. */
    void add(String path) {
        try {
            if (path.startsWith("jrt:/")) {
                addModule(path.substring("jrt:/".length()));
                return;
            }
            File file = new File(path);
            if (!file.exists()) {
                throw new IOException("there is no " + file.getAbsolutePath());
            }
            if (file.isDirectory()) {
                addFolder(file, "", JarNames.ofPath(file.getAbsolutePath()), new HashSet<String>(), 0);
            } else {
                addArchive(file);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            problem(path, e);
        }
    }

    private void addArchive(File file) throws IOException {
        try (FileBytes bytes = FileBytes.open(file)) {
            new ArchiveScan(release, new Sink()).add(bytes, file.getPath(), file.getName());
        }
    }

    private void addFolder(File folder, String prefix, String jarName, Set<String> seen, int depth) throws IOException {
        if (!seen.add(folder.getCanonicalPath())) {
            return; // a link leads back
        }
        String[] names = folder.list();
        if (names == null) {
            throw new IOException(folder + " cannot be listed");
        }
        if (depth == MAX_FOLDER_DEPTH) {
            throw new IOException(folder + " is nested more than " + MAX_FOLDER_DEPTH + " deep");
        }
        Arrays.sort(names);
        for (String name : names) {
            File file = new File(folder, name);
            try {
                if (!file.isDirectory()) {
                    addFile(file, prefix + name, jarName);
                } else if (ArchiveScan.isNamedArchive(name)) { // unpacked, as servers do
                    addFolder(file, "", name, seen, depth + 1);
                } else {
                    addFolder(file, prefix + name + "/", jarName, seen, depth + 1);
                }
            } catch (IOException e) {
                problem(file.getPath(), e);
            }
        }
    }

    private void addFile(File file, String name, String jarName) throws IOException {
        if (name.endsWith(CLASS)) {
            RegularFiles.require(file);
            try (InputStream in = new FileInputStream(file)) {
                addClass(name, InputStreams.readFully(in), jarName, false);
            }
        } else if (ArchiveScan.isNamedArchive(name)) {
            addArchive(file);
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
        String internalName = internalName(entryName);
        if (internalName != null
                && !classes.containsKey(internalName)) { // the first on the path is the one that is loaded
            classes.put(internalName, new Found(bytes, jarName, ofJdk));
        }
    }

    /**
     * The name of the class, without the folder that it is in; {@code null} where no application loads it by its name.
     */
    private static String internalName(String entryName) {
        String name = entryName;
        for (String folder : CLASS_FOLDERS) {
            int at = name.lastIndexOf(folder);
            name = at == 0 || at > 0 && name.charAt(at - 1) == '/' ? name.substring(at + folder.length()) : name;
        }
        boolean special = name.startsWith("META-INF/")
                || name.endsWith("module-info.class")
                || name.endsWith("package-info.class");
        return special ? null : name.substring(0, name.length() - CLASS.length());
    }

    /** Notes that something cannot be looked at. */
    void problem(String path, Throwable why) {
        if (problems.size() == MAX_PROBLEMS) {
            moreProblems++;
        } else {
            problems.add(path + " cannot be looked at: " + FailedCommand.line(why));
        }
    }

    /** What could not be looked at, a line each. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (moreProblems > 0) {
            all.add("and " + moreProblems + " more that cannot be looked at");
        }
        return all;
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

    /** What archives have. */
    private final class Sink implements ClassSink {

        @Override
        public boolean wants(String entryName) {
            String internalName = internalName(entryName);
            return internalName != null && !classes.containsKey(internalName);
        }

        @Override
        public void add(String entryName, byte[] bytes, String jarName) {
            String name = jarName.endsWith(".jmod") && entryName.startsWith("classes/")
                    ? entryName.substring("classes/".length())
                    : entryName;
            addClass(name, bytes, jarName, false);
        }

        @Override
        public void problem(String path, Throwable why) {
            ClassScan.this.problem(path, why);
        }
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
