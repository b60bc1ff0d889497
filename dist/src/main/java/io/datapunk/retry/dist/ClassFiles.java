package io.datapunk.retry.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Reads the class files of a class path, by the internal names of their classes. Stateless. */
final class ClassFiles {

    private static final String ENDING = ".class";

    private ClassFiles() {}

    /**
     * All of them but descriptions of packages and modules, and what a multi-release jar has for later versions of
     * Java. Where a class is there twice, the first counts, as for a JVM.
     *
     * @param classPath jars and folders
     */
    static SortedMap<String, byte[]> read(List<Path> classPath) throws IOException {
        SortedMap<String, byte[]> found = new TreeMap<>();
        for (Path each : classPath) {
            if (Files.isDirectory(each)) {
                readFolder(each, found);
            } else {
                readJar(each, found);
            }
        }
        return found;
    }

    private static void readJar(Path file, Map<String, byte[]> found) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            for (JarEntry entry : jar.stream().toList()) {
                if (isClass(entry.getName())) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        found.putIfAbsent(className(entry.getName()), in.readAllBytes());
                    }
                }
            }
        }
    }

    private static void readFolder(Path folder, Map<String, byte[]> found) throws IOException {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (isClass(name)) {
                    found.putIfAbsent(className(name), Files.readAllBytes(file));
                }
            }
        }
    }

    private static boolean isClass(String file) {
        return file.endsWith(ENDING)
                && !file.startsWith("META-INF/")
                && !file.endsWith("package-info.class")
                && !file.endsWith("module-info.class");
    }

    private static String className(String file) {
        return file.substring(0, file.length() - ENDING.length());
    }
}
