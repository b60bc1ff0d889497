package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.springframework.boot.loader.JarLauncher;

/** A jar laid out as Spring Boot's plugin does it, with Spring Boot's own launcher: jars within the jar, stored. */
final class FatJar {

    private FatJar() {}

    /** Writes one whose application is in a jar of its own classes, with these libraries. */
    static Path write(Path file, Path application, String startClass, List<Path> libraries) throws Exception {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, JarLauncher.class.getName());
        main.putValue("Start-Class", startClass);
        main.putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
        main.putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            copy(jarOf(JarLauncher.class), "", "org/springframework/", out);
            folder("BOOT-INF/", out);
            folder("BOOT-INF/classes/", out);
            copy(application, "BOOT-INF/classes/", "com/acme/legacy/matched/", out);
            folder("BOOT-INF/lib/", out);
            for (Path library : libraries) {
                store("BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library), out);
            }
        }
        return file;
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void copy(Path jar, String folder, String prefix, JarOutputStream out) throws IOException {
        try (JarFile from = new JarFile(jar.toFile())) {
            for (JarEntry entry :
                    from.stream().filter(e -> e.getName().startsWith(prefix)).toList()) {
                out.putNextEntry(new ZipEntry(folder + entry.getName()));
                from.getInputStream(entry).transferTo(out);
                out.closeEntry();
            }
        }
    }

    private static void folder(String name, JarOutputStream out) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.closeEntry();
    }

    private static void store(String name, byte[] bytes, JarOutputStream out) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
