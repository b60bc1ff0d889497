package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Jars with some of the fixtures' classes. */
final class Jars {
    private Jars() {}

    /**
     * Writes one.
     *
     * @param manifest its main attributes
     * @param beginnings of the names of its classes, such as {@code com/acme/legacy/platform/}
     */
    static Path write(Path file, Map<String, String> manifest, String... beginnings) throws IOException {
        Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach(written.getMainAttributes()::putValue);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), written);
                JarFile from = new JarFile(BuildArtifacts.FIXTURE.toFile())) {
            for (String beginning : beginnings) {
                for (JarEntry entry : from.stream()
                        .filter(each -> each.getName().startsWith(beginning) && !each.isDirectory())
                        .toList()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    from.getInputStream(entry).transferTo(out);
                    out.closeEntry();
                }
            }
        }
        return file;
    }
}
