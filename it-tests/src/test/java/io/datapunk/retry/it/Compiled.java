package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** A class of the operator's, compiled for Java 8 against the library. */
final class Compiled {
    private final String name;
    private final byte[] bytes;

    Compiled(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** Of the default package. */
    static Compiled of(String name, String source, Path folder) throws IOException {
        folderOf(name, source, folder);
        Path file = folder.resolve(name + ".class");
        Compiled made = new Compiled(name, Files.readAllBytes(file));
        Files.delete(file);
        return made;
    }

    /** Of the default package, with the classes within it, left in the folder. */
    static void folderOf(String name, String source, Path folder) throws IOException {
        folderOf(name, source, folder, BuildArtifacts.ROOT.resolve("core/target/classes"));
    }

    /** The same, against other jars or folders than the library. */
    static void folderOf(String name, String source, Path folder, Path... classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of(classPath));
            var object =
                    new SimpleJavaFileObject(
                            URI.create("string:///" + name + ".java"), SimpleJavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    };
            boolean compiled = compiler.getTask(
                            null, files, null, List.of("--release", "8", "-Xlint:-options"), null, List.of(object))
                    .call();
            assertThat(compiled).isTrue();
        }
    }

    /** As a file in a folder. */
    Path in(Path folder) throws IOException {
        return Files.write(folder.resolve(name + ".class"), bytes);
    }

    /** Alone in a jar. */
    Path jar(Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(name + ".class"));
            out.write(bytes);
        }
        return jar;
    }
}
