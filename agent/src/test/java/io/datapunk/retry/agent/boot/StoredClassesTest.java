package io.datapunk.retry.agent.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredClassesTest {

    private static final String ENTRY = "own/classes.zip";

    @TempDir
    private Path temp;

    private static void put(ZipOutputStream zip, String name, byte[] bytes, int method) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        entry.setMethod(method);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
    }

    private static byte[] zip(int method, String... texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < texts.length; i++) {
                put(zip, "p/C" + i + ".class", texts[i].getBytes(UTF_8), method);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] stored(String... texts) throws IOException {
        return zip(ZipEntry.STORED, texts);
    }

    private Path jar(int method, byte[] inner) throws IOException {
        Path jar = temp.resolve("agent.jar");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, ENTRY, inner, method);
        }
        // over what is there, as cp does it
        return Files.write(jar, bytes.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static String text(ByteBuffer bytes) {
        return bytes == null ? null : UTF_8.decode(bytes).toString();
    }

    /** As the collector does where the heap is short of memory. */
    private static void forget(StoredClasses classes) throws ReflectiveOperationException {
        Field content = StoredClasses.class.getDeclaredField("content");
        content.setAccessible(true);
        ((Reference<?>) content.get(classes)).clear();
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void findsWhatIsThere(int method) throws Exception {
        try (JarFile jar = new JarFile(jar(method, stored("one", "", "three")).toFile())) {
            StoredClasses classes = new StoredClasses(jar, ENTRY);

            assertThat(text(classes.find("p/C0.class"))).isEqualTo("one");
            assertThat(text(classes.find("p/C1.class"))).isEmpty();
            assertThat(classes.find("p/C3.class")).isNull();
            forget(classes);
            assertThat(text(classes.find("p/C2.class"))).isEqualTo("three");
        }
    }

    @Test
    void tellsOfAJarThatWasOverwritten() throws Exception {
        Path file = jar(ZipEntry.STORED, stored("one", "two"));
        try (JarFile jar = new JarFile(file.toFile())) {
            StoredClasses classes = new StoredClasses(jar, ENTRY);
            assertThat(text(classes.find("p/C0.class"))).isEqualTo("one");

            jar(ZipEntry.STORED, stored("ONE", "TWO"));
            forget(classes);

            assertThatThrownBy(() -> classes.find("p/C1.class"))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("agent.jar was changed while it was in use");
        }
    }

    @Test
    void refusesWhatAnotherToolHasPackedAnew() throws IOException {
        byte[] good = stored("one", "two");
        byte[] negativeSize = good.clone();
        Arrays.fill(negativeSize, 18, 26, (byte) 0xff);
        for (byte[] bad : new byte[][] {
            zip(ZipEntry.DEFLATED, "one"), negativeSize, Arrays.copyOf(good, 60), new byte[0], new byte[100],
        }) {
            try (JarFile jar = new JarFile(jar(ZipEntry.STORED, bad).toFile())) {
                assertThatThrownBy(() -> new StoredClasses(jar, ENTRY).find("p/C0.class"))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("is not as it was built");
            }
        }
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        try (JarFile jar = new JarFile(jar(ZipEntry.STORED, stored("one")).toFile())) {
            assertThatThrownBy(() -> new StoredClasses(jar, "own/other.zip").find("p/C0.class"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("own/other.zip is missing in ");
        }
    }
}
