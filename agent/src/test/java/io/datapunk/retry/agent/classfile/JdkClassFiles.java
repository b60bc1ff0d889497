package io.datapunk.retry.agent.classfile;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Class files of the JDK that runs the tests. */
public final class JdkClassFiles {

    private JdkClassFiles() {}

    /** Those in and below a folder of {@code java.base}, such as {@code java/util}. */
    public static List<Path> below(String folder) throws IOException {
        Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base", folder);
        try (var walk = Files.walk(root)) {
            return walk.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }
}
