package io.datapunk.retry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The shape of the real jar: what an application's class loader can find in it, and what its licences ask for. */
class AgentJarIT {
    /**
     * The entrance, the loader, its archives, the commands, and the addresses that other agents read class files by.
     */
    private static final int VISIBLE_AT_MOST = 7;

    @Test
    void showsTheApplicationNoClassesButItsEntrance() throws IOException {
        assertThat(names().stream().filter(name -> name.endsWith(".class")))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(VISIBLE_AT_MOST)
                .allMatch(name -> name.startsWith("io/datapunk/retry/agent/"));
    }

    @Test
    void hasNoServicesSignaturesOrModulesOfItsLibraries() throws IOException {
        assertThat(names())
                .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)"))
                .noneMatch(name -> name.startsWith("META-INF/services/"))
                .noneMatch(name -> name.startsWith("META-INF/versions/"))
                .noneMatch(name -> name.startsWith("META-INF/maven/"))
                .noneMatch(name -> name.endsWith("module-info.class"))
                .doesNotHaveDuplicates();
    }

    @Test
    void declaresAnAgentThatMayRetransform() throws IOException {
        try (JarFile jar = new JarFile(BuildArtifacts.AGENT.toFile())) {
            Attributes main = jar.getManifest().getMainAttributes();
            assertThat(main.getValue("Premain-Class")).startsWith("io.datapunk.retry.agent.");
            assertThat(main.getValue("Agent-Class")).startsWith("io.datapunk.retry.agent.");
            assertThat(main.getValue("Can-Retransform-Classes")).isEqualTo("true");
            assertThat(main.getValue("Boot-Class-Path"))
                    .as("the bootstrap path is left alone")
                    .isNull();
        }
    }

    @Test
    void carriesTheLicencesOfWhatItContains() throws IOException {
        assertThat(text("META-INF/LICENSE")).contains("Apache License").contains("Version 2.0, January 2004");
        assertThat(text("META-INF/NOTICE"))
                .contains("SnakeYAML")
                .contains("Byte Buddy")
                .contains("Changed: each call of JavaDispatcher.of")
                .contains("ASM")
                .contains("picocli")
                .contains("THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS \"AS IS\"");
    }

    private static List<String> names() throws IOException {
        try (JarFile jar = new JarFile(BuildArtifacts.AGENT.toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    private static String text(String name) throws IOException {
        try (JarFile jar = new JarFile(BuildArtifacts.AGENT.toFile())) {
            ZipEntry entry = jar.getEntry(name);
            assertThat(entry).as(name).isNotNull();
            return new String(jar.getInputStream(entry).readAllBytes(), UTF_8);
        }
    }
}
