package io.datapunk.retry.agent.cli.lint;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The names of the JDK's public packages' classes, read when they are first asked for. Not thread-safe. */
final class JdkNames {

    private static final String CLASS = ".class";

    private List<String> names;

    /** Internal names; none where this JDK cannot be looked at. */
    List<String> all() {
        if (names == null) {
            names = new ArrayList<>(20_000);
            try {
                File classes = new File(System.getProperty("java.home"), "lib/rt.jar");
                if (classes.exists()) {
                    readJar(classes); // Java 8
                } else {
                    readModules();
                }
            } catch (IOException | RuntimeException e) {
                return names; // a hint less
            }
        }
        return names;
    }

    private void readJar(File jar) throws IOException {
        try (ZipFile file = new ZipFile(jar)) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                add(entries.nextElement().getName());
            }
        }
    }

    private void readModules() throws IOException {
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
        try (Stream<Path> files = Files.walk(modules)) {
            for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
                Path file = each.next();
                if (file.getNameCount() > 2) {
                    add(file.subpath(2, file.getNameCount()).toString());
                }
            }
        }
    }

    private void add(String entry) {
        boolean isPublic = entry.startsWith("java/") || entry.startsWith("javax/") || entry.startsWith("org/");
        if (isPublic && entry.endsWith(CLASS)) {
            names.add(entry.substring(0, entry.length() - CLASS.length()));
        }
    }
}
