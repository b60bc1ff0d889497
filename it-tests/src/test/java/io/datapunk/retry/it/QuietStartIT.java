package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A program that no rule concerns hears nothing of the agent, and loads next to nothing because of it. */
class QuietStartIT {
    private static final String HELLO = "com.acme.legacy.Hello";
    private static final String START = "datapunk-retry/start.zip.gz";

    @OnEachJdk
    void saysNothing(TestJdk jdk) {
        ProcessResult plain =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).run(HELLO).succeeded();

        ForkedJvm.on(jdk)
                .agent("rules=" + BuildArtifacts.RULES)
                .classPath(BuildArtifacts.FIXTURE)
                .run(HELLO)
                .succeeded()
                .printedTheSameAs(plain)
                .keptStandardErrorEmpty();
    }

    @OnEachJdk
    void loadsNeitherTheWeaverNorLoggingNorJmx(TestJdk jdk) {
        Set<String> loaded = classes(ForkedJvm.on(jdk).agent("rules=" + BuildArtifacts.RULES));
        loaded.removeAll(classes(ForkedJvm.on(jdk)));

        assertThat(loaded).as("what the agent adds").anyMatch(name -> name.startsWith("io.datapunk.retry."));
        assertThat(loaded).as("what the agent adds").noneMatch(LoadedClasses::isHeavy);
    }

    /** What is elsewhere is looked for there, and then the start reads more than one archive. */
    @OnEachJdk
    void findsItsClassesInOneArchive(TestJdk jdk) throws IOException {
        Set<String> start = new TreeSet<>();
        try (JarFile jar = new JarFile(BuildArtifacts.AGENT.toFile());
                ZipInputStream archive =
                        new ZipInputStream(new GZIPInputStream(jar.getInputStream(jar.getEntry(START))))) {
            jar.stream().map(ZipEntry::getName).forEach(start::add);
            for (ZipEntry each = archive.getNextEntry(); each != null; each = archive.getNextEntry()) {
                start.add(each.getName());
            }
        }

        assertThat(classes(ForkedJvm.on(jdk).agent("rules=" + BuildArtifacts.RULES)))
                .filteredOn(name -> name.startsWith("io.datapunk.retry."))
                .hasSizeGreaterThan(100)
                .allMatch(name -> start.contains(name.replace('.', '/') + ".class"));
    }

    private static Set<String> classes(ForkedJvm jvm) {
        ProcessResult ended = jvm.jvm("-verbose:class")
                .classPath(BuildArtifacts.FIXTURE)
                .run(HELLO)
                .succeeded();
        Set<String> names = LoadedClasses.of(ended.outLines().stream());
        assertThat(names).as("classes loaded").contains(HELLO, "java.lang.Object");
        return names;
    }
}
