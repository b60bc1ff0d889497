package io.datapunk.retry.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

class AgentJarTest {
    private static final String AGENT = "io/datapunk/retry/agent/";
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 2, 3, 4, 6);

    private final SortedMap<String, byte[]> classes = new TreeMap<>();

    @Test
    void onlyTheEntryIsVisible() throws IOException {
        SortedMap<String, byte[]> jar = entries(pack());

        assertThat(jar.keySet())
                .filteredOn(name -> name.endsWith(".class"))
                .containsExactly(AGENT + "DatapunkRetryAgent.class");
    }

    @Test
    void eachClassIsInOneArchiveByItsUse() throws IOException {
        SortedMap<String, byte[]> jar = entries(pack());

        assertThat(archive(jar, Archive.START).keySet()).containsExactly(AGENT + "startup/Start.class");
        assertThat(archive(jar, Archive.WEAVE).keySet()).containsExactly(AGENT + "weave/Weave.class");
        assertThat(archive(jar, Archive.MORE).keySet()).containsExactly(AGENT + "shaded/snakeyaml/Used.class");
        assertThat(archive(jar, Archive.REST).keySet()).containsExactly(AGENT + "shaded/bytebuddy/Used.class");
        assertThat(archive(jar, Archive.COMMANDS).keySet())
                .containsExactly(AGENT + "cli/Main.class", AGENT + "shaded/picocli/CommandLine.class");
    }

    @Test
    void classesThatNothingReachesAreLeftOut() throws IOException {
        define("net/bytebuddy/Unused", "java/lang/Object");
        define("org/other/Foreign", "java/lang/Object");

        SortedMap<String, byte[]> jar = entries(pack());

        for (Archive archive : Archive.values()) {
            assertThat(archive(jar, archive).keySet())
                    .isNotEmpty()
                    .noneMatch(name -> name.contains("Unused") || name.contains("Foreign"));
        }
    }

    @Test
    void sameInputGivesTheSameBytes() throws IOException {
        assertThat(pack()).isEqualTo(pack());
    }

    @Test
    void manifestAndDocumentsAreThere() throws IOException {
        SortedMap<String, byte[]> jar = entries(pack());

        assertThat(new String(jar.get("META-INF/MANIFEST.MF"), StandardCharsets.UTF_8))
                .isEqualTo("Manifest-Version: 1.0\r\nMain-Class: a.B\r\n\r\n");
        assertThat(jar.get("META-INF/NOTICE")).containsExactly(1, 2, 3);
    }

    private byte[] pack() throws IOException {
        define(AGENT + "DatapunkRetryAgent", "java/lang/Object");
        define(AGENT + "startup/Start", "org/yaml/snakeyaml/Used");
        define("org/yaml/snakeyaml/Used", "java/lang/Object");
        define(AGENT + "weave/Weave", "net/bytebuddy/Used");
        define("net/bytebuddy/Used", "java/lang/Object");
        define(AGENT + "cli/Main", "picocli/CommandLine");
        define("picocli/CommandLine", "picocli/AutoComplete");
        define("picocli/AutoComplete", "java/lang/Object");
        AgentJar jar = new AgentJar(new StoredZip(TIME), new ArchivePlan(Set.of(AGENT + "startup/Start"), Set.of()));
        jar.add(classes);
        return jar.bytes(Map.of("Main-Class", "a.B"), Map.of("META-INF/NOTICE", new byte[] {1, 2, 3}));
    }

    private void define(String name, String superName) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, superName, null);
        writer.visitEnd();
        classes.put(name, writer.toByteArray());
    }

    private static SortedMap<String, byte[]> archive(SortedMap<String, byte[]> jar, Archive archive)
            throws IOException {
        InputStream packed = new ByteArrayInputStream(jar.get(archive.entry()));
        return entries(new GZIPInputStream(packed).readAllBytes());
    }

    private static SortedMap<String, byte[]> entries(byte[] zip) throws IOException {
        SortedMap<String, byte[]> found = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertThat(entry.getTimeLocal()).isEqualTo(TIME);
                found.put(entry.getName(), in.readAllBytes());
            }
        }
        return found;
    }
}
