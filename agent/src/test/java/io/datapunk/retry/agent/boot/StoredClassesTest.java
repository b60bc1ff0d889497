package io.datapunk.retry.agent.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredClassesTest {

    private static final String ENTRY = "own/classes.zip.gz";

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

    private static byte[] packed(byte[] archive) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(archive);
        }
        return bytes.toByteArray();
    }

    private Path jar(int method, byte[] content) throws IOException {
        Path jar = temp.resolve("agent.jar");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, ENTRY, content, method);
        }
        return Files.write(jar, bytes.toByteArray());
    }

    private static StoredClasses read(Path file, String entry) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return StoredClasses.read(jar, entry);
        }
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
    void findsWhatIsThereWhateverBecomesOfTheJar(int method) throws Exception {
        Path jar = jar(method, packed(stored("one", "", "three")));
        StoredClasses classes = read(jar, ENTRY);
        Files.write(jar, new byte[1]);

        assertThat(text(classes.find("p/C0.class"))).isEqualTo("one");
        assertThat(text(classes.find("p/C1.class"))).isEmpty();
        assertThat(classes.find("p/C3.class")).isNull();
        forget(classes);
        assertThat(text(classes.find("p/C2.class"))).isEqualTo("three");
    }

    @Test
    void refusesWhatAnotherToolHasPackedAnew() throws IOException {
        byte[] good = stored("one", "two");
        byte[] negativeSize = good.clone();
        Arrays.fill(negativeSize, 18, 26, (byte) 0xff);
        for (byte[] bad : new byte[][] {
            zip(ZipEntry.DEFLATED, "one"), negativeSize, Arrays.copyOf(good, 60), new byte[0], new byte[100],
        }) {
            StoredClasses classes = read(jar(ZipEntry.STORED, packed(bad)), ENTRY);
            assertThatThrownBy(() -> classes.find("p/C0.class"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is not as it was built");
        }
    }

    @Test
    void refusesWhatIsDamaged() throws IOException {
        byte[] good = packed(stored("one", "two"));
        byte[] wrongChecksum = good.clone();
        wrongChecksum[good.length - 8] ^= 1;
        for (byte[] bad : new byte[][] {new byte[0], Arrays.copyOf(good, good.length - 9), wrongChecksum}) {
            StoredClasses classes = read(jar(ZipEntry.STORED, bad), ENTRY);
            assertThatThrownBy(() -> classes.find("p/C0.class")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Path jar = jar(ZipEntry.STORED, packed(stored("one")));
        assertThatThrownBy(() -> read(jar, "own/other.zip"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("own/other.zip is missing in ");
    }
}
