package io.datapunk.retry.agent.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which classes are found in archives and folders of all kinds, and what is said of those that are none. */
@Timeout(60)
class ClassScanTest {

    private static final byte[] CLASS = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 52};

    @TempDir
    private Path temp;

    private final ClassScan scan = new ClassScan(17);

    @Test
    void whatStandsBeforeOrBehindAnArchiveIsNoObstacle() throws IOException {
        byte[] jar = zip(Map.of("com/acme/A.class", CLASS));
        add("script.jar", concat("#!/bin/sh\nexit 0\n".getBytes(UTF_8), jar));
        add("module.jmod", concat(new byte[] {'J', 'M', 1, 0}, zip(Map.of("classes/com/acme/B.class", CLASS))));
        add("trailing.jar", concat(zip(Map.of("com/acme/C.class", CLASS)), new byte[77]));

        assertThat(scan.names()).containsExactly("com/acme/A", "com/acme/B", "com/acme/C");
        assertThat(scan.problems()).isEmpty();
    }

    @Test
    void archivesWithinArchivesAreLookedInto() throws IOException {
        byte[] library = zip(Map.of("com/acme/Library.class", CLASS));
        byte[] web = zip(entries("WEB-INF/lib/a.jar", library, "WEB-INF/classes/com/acme/Web.class", CLASS));
        byte[] adapter = zip(Map.of("adapter.JAR", zip(Map.of("com/acme/Adapter.class", CLASS))));
        add("app.ear", zip(entries("web.war", web, "ra.rar", adapter, "lib/odd.bin", zip(Map.of("Odd.class", CLASS)))));

        assertThat(scan.names()).containsExactly("com/acme/Web", "com/acme/Library", "com/acme/Adapter", "Odd");
        assertThat(scan.get("com/acme/Web").jar).isEqualTo("web.war");
        assertThat(scan.get("com/acme/Library").jar).isEqualTo("a.jar");
        assertThat(scan.problems()).isEmpty();
    }

    @Test
    void soAreFoldersThatWereUnpacked() throws IOException {
        Path web = Files.createDirectories(temp.resolve("app.ear/web.war/WEB-INF/classes/com/acme"));
        Files.write(web.resolve("Web.class"), CLASS);
        Files.write(
                Files.createDirectories(temp.resolve("app.ear/lib")).resolve("a.jar"),
                zip(Map.of("com/acme/Library.class", CLASS)));
        Files.createSymbolicLink(temp.resolve("app.ear/lib/loop"), temp.resolve("app.ear"));

        scan.add(temp.resolve("app.ear").toString());

        assertThat(scan.names()).containsExactlyInAnyOrder("com/acme/Web", "com/acme/Library");
        assertThat(scan.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"8,0", "9,9", "11,11", "16,11", "17,17", "25,17"})
    void ofMultiReleaseJarsTheClassesOfTheReleaseCount(int release, int expected) throws IOException {
        Map<String, byte[]> entries = entries("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nmulti-release: TRUE\n");
        entries.put("META-INF/versions/17/A.class", version(17));
        entries.put("A.class", version(0));
        entries.put("META-INF/versions/11/A.class", version(11));
        entries.put("META-INF/versions/9/A.class", version(9));
        entries.put("META-INF/versions/8/A.class", version(8));
        entries.put("META-INF/versions/x/A.class", version(99));
        entries.put("META-INF/versions/17/Only.class", CLASS);
        ClassScan ofRelease = new ClassScan(release);

        ofRelease.add(Files.write(temp.resolve("a.jar"), zip(entries)).toString());

        assertThat(ofRelease.get("A").bytes).isEqualTo(version(expected));
        assertThat(ofRelease.names()).hasSize(release < 17 ? 1 : 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Manifest-Version: 1.0\n", "Manifest-Version: 1.0\nMulti-Release: false\n", "\u0000broken"})
    void withoutTheManifestsWordVersionsAreNoClasses(String manifest) throws IOException {
        Map<String, byte[]> entries = entries("META-INF/MANIFEST.MF", manifest);
        entries.put("META-INF/versions/9/A.class", version(9));
        entries.put("A.class", version(0));

        add("a.jar", zip(entries));

        assertThat(scan.names()).containsExactly("A");
        assertThat(scan.get("A").bytes).isEqualTo(version(0));
    }

    @Test
    void namesMayHaveAnyEncoding() throws IOException {
        add("utf-8.jar", zip(Map.of("com/acme/Ünï.class", CLASS), UTF_8));
        add("latin-1.jar", zip(Map.of("com/acme/Café.class", CLASS), ISO_8859_1));

        assertThat(scan.names()).containsExactly("com/acme/Ünï", "com/acme/Café");
    }

    @Test
    void whatIsNoArchiveIsOneLineThatNamesIt() throws IOException {
        byte[] jar = zip(entries("com/acme/A.class", CLASS, "com/acme/B.class", CLASS));
        add("empty.jar", new byte[0]);
        add("text.jar", "text".getBytes(UTF_8));
        for (int length = 1; length < jar.length; length++) {
            Path cut = Files.write(temp.resolve("cut.jar"), Arrays.copyOf(jar, length));
            ClassScan ofCut = new ClassScan(17);
            ofCut.add(cut.toString());
            assertThat(ofCut.problems())
                    .as("%d bytes", length)
                    .singleElement()
                    .asString()
                    .startsWith(cut + " cannot be");
        }
        scan.add(temp.resolve("none.jar").toString());
        scan.add("/dev/zero");

        assertThat(scan.problems())
                .containsExactly(
                        temp.resolve("empty.jar") + " cannot be looked at: the file is empty",
                        temp.resolve("text.jar")
                                + " cannot be looked at: it is no archive, or a truncated one: it has no central directory",
                        temp.resolve("none.jar") + " cannot be looked at: there is no " + temp.resolve("none.jar"),
                        "/dev/zero cannot be looked at: found a character device, expected a regular file");
    }

    /** Each byte in turn is another: whatever comes of it, it ends, and is no exception. */
    @Test
    void damagedArchivesAreHeld() throws IOException {
        byte[] jar = zip(entries("com/acme/A.class", CLASS, "b.jar", zip(Map.of("B.class", CLASS))));
        for (int i = 0; i < jar.length; i++) {
            for (int value : new int[] {0, 0x7f, 0xff, jar[i] ^ 1}) {
                byte[] damaged = jar.clone();
                damaged[i] = (byte) value;
                ClassScan ofDamaged = new ClassScan(17);
                ofDamaged.add(Files.write(temp.resolve("damaged.jar"), damaged).toString());
                assertThat(ofDamaged.problems())
                        .as("byte %d is %d", i, value)
                        .noneMatch(line -> line.contains("Exception"));
            }
        }
    }

    @Test
    void bombsAreNotUnpacked() throws IOException {
        Path bomb = temp.resolve("bomb.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("Zeros.class"));
            zeros(zip, 200);
            zip.putNextEntry(new ZipEntry("Large.class"));
            zip.write(CLASS);
            zeros(zip, 20);
        }
        scan.add(bomb.toString());

        assertThat(scan.get("Zeros").bytes).hasSize(4);
        assertThat(scan.get("Large")).isNull();
        assertThat(scan.problems())
                .containsExactly(bomb + "!/Large.class cannot be looked at: it has more than 16777216 bytes unpacked");
    }

    /** Of what compresses well all input is used up long before all output has come. */
    @ParameterizedTest
    @ValueSource(ints = {8, 8191, 8192, 8193, 100_000, 4_000_000})
    void classesOfAnySizeAreUnpackedWhole(int size) throws IOException {
        byte[] even = Arrays.copyOf(CLASS, size);
        byte[] odd = Arrays.copyOf(CLASS, size);
        for (int i = 8; i < size; i++) {
            odd[i] = (byte) (i * 31 ^ i >> 3);
        }
        add("even.jar", zip(Map.of("Even.class", even)));
        add("odd.jar", zip(Map.of("Odd.class", odd)));

        assertThat(scan.problems()).isEmpty();
        assertThat(scan.get("Even").bytes).isEqualTo(even);
        assertThat(scan.get("Odd").bytes).isEqualTo(odd);
    }

    @Test
    void nestingHasALimit() throws IOException {
        byte[] jar = zip(Map.of("A.class", CLASS));
        for (int depth = 0; depth < 50; depth++) {
            jar = zip(Map.of("n.jar", jar));
        }
        add("deep.jar", jar);

        assertThat(scan.problems()).singleElement().asString().endsWith("archives are nested more than 10 deep");
    }

    @Test
    void foldersNamedAsArchivesAndAClassThatIsAFolderAreHeld() throws IOException {
        Files.createDirectories(temp.resolve("a/x.jar/y.class"));
        Files.write(temp.resolve("a/x.jar/A.class"), CLASS);
        Files.createSymbolicLink(temp.resolve("a/B.class"), Path.of("/dev/zero"));

        scan.add(temp.resolve("a").toString());

        assertThat(scan.names()).containsExactly("A");
        assertThat(scan.problems())
                .containsExactly(temp.resolve("a/B.class")
                        + " cannot be looked at: found a character device, expected a regular file");
    }

    private void add(String name, byte[] bytes) throws IOException {
        scan.add(Files.write(temp.resolve(name), bytes).toString());
    }

    private static byte[] version(int version) {
        byte[] bytes = CLASS.clone();
        bytes[7] = (byte) version;
        return bytes;
    }

    private static Map<String, byte[]> entries(String name, String text) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(name, text.getBytes(UTF_8));
        return entries;
    }

    private static Map<String, byte[]> entries(Object... namesAndBytes) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndBytes.length; i += 2) {
            entries.put((String) namesAndBytes[i], (byte[]) namesAndBytes[i + 1]);
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        return zip(entries, UTF_8);
    }

    /** Deflated and stored by turns. */
    private static byte[] zip(Map<String, byte[]> entries, Charset charset) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, charset)) {
            boolean stored = false;
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                if (stored) {
                    CRC32 crc = new CRC32();
                    crc.update(each.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(each.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(each.getValue());
                stored = !stored;
            }
        }
        return bytes.toByteArray();
    }

    private static void zeros(OutputStream out, int mebibytes) throws IOException {
        byte[] zeros = new byte[1024 * 1024];
        for (int i = 0; i < mebibytes; i++) {
            out.write(zeros);
        }
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
