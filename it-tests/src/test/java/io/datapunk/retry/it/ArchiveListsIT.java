package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lists in {@code dist/src/archives} name the classes that a start loads, and those of libraries that the first
 * woven class loads. A class that they miss is found in another archive: the start takes longer then, and nothing else
 * is wrong.
 */
class ArchiveListsIT {
    private static final String UPDATE = "archives.update";
    private static final String COMMAND = "mvn -B verify -pl it-tests -am -Dtest=none"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ArchiveListsIT -D" + UPDATE + "=true";

    /** For a start and a woven class on the first and on the last version of Java that is supported. */
    private static final List<Integer> RECORDED_ON = List.of(8, 25);

    private static final Path START = BuildArtifacts.ROOT.resolve("dist/src/archives/start.txt");
    private static final Path WEAVE = BuildArtifacts.ROOT.resolve("dist/src/archives/weave.txt");
    private static final String OWN = "io.datapunk.retry.";
    private static final String OF_LIBRARIES = OWN + "agent.shaded.";
    private static final String HOOK = "java.lang.DatapunkRetryHook";

    @TempDir
    private static Path temp;

    /** Writes the lists anew where that is asked for. */
    @BeforeAll
    static void record() throws IOException {
        if (!Boolean.getBoolean(UPDATE)) {
            return;
        }
        List<TestJdk> jdks = TestJdks.all();
        assertThat(jdks)
                .as("JDKs to record on, named by TEST_JDKS")
                .extracting(TestJdk::version)
                .containsAll(RECORDED_ON);
        Set<String> ofStart = new TreeSet<>();
        Set<String> ofWeaving = new TreeSet<>();
        for (TestJdk jdk : jdks) {
            ofStart.addAll(loadedByStart(jdk));
            ofWeaving.addAll(loadedByWeaving(jdk));
        }
        ofWeaving.removeAll(ofStart);
        write(START, "What a start of the agent loads where no rule matches a class.", ofStart);
        write(WEAVE, "What the first woven class loads besides, of libraries.", ofWeaving);
    }

    @OnEachJdk
    void startLoadsListedClasses(TestJdk jdk) throws IOException {
        assertThat(loadedByStart(jdk))
                .as("classes that a start loads; a new one is listed by: " + COMMAND)
                .hasSizeGreaterThan(100)
                .isSubsetOf(names(START));
    }

    @OnEachJdk
    void firstWovenClassLoadsListedClassesOfLibraries(TestJdk jdk) throws IOException {
        Set<String> listed = names(START);
        listed.addAll(names(WEAVE));

        assertThat(loadedByWeaving(jdk))
                .as("classes of libraries that a woven class loads; a new one is listed by: " + COMMAND)
                .hasSizeGreaterThan(10)
                .isSubsetOf(listed);
    }

    @Test
    void listsNameClassesOfTheJar() throws IOException {
        Set<String> listed = names(START);
        listed.addAll(names(WEAVE));

        assertThat(inArchives("start", "weave", "more", "rest"))
                .as("classes in the jar; the lists are written anew by: " + COMMAND)
                .containsAll(listed);
    }

    @Test
    void startArchiveHasWhatIsListed() throws IOException {
        Set<String> listed = names(START);
        if (!Boolean.getBoolean(UPDATE)) { // the jar is older then
            assertThat(inArchives("start")).isEqualTo(listed);
        }
    }

    private static Set<String> loadedByStart(TestJdk jdk) throws IOException {
        ForkedJvm jvm = ForkedJvm.on(jdk).agent("rules=" + BuildArtifacts.RULES).classPath(BuildArtifacts.FIXTURE);
        Set<String> loaded = ofAgent(jvm, "com.acme.legacy.Hello");
        loaded.removeAll(visible());
        return loaded;
    }

    private static Set<String> loadedByWeaving(TestJdk jdk) throws IOException {
        // The program ends once its method is seen in JMX: after it was woven, however long that takes.
        ForkedJvm jvm = ForkedJvm.on(jdk)
                .agent(new LibraryApp(temp).agentOptions())
                .jvm("-Dcounters=" + temp.resolve("counters"), "-Dexpected=1")
                .jvm("-Dmbeans=io.datapunk.retry:type=Method,*")
                .classPath(BuildArtifacts.FIXTURE);
        Set<String> loaded = ofAgent(jvm, LibraryApp.MAIN);
        loaded.removeIf(name -> !name.startsWith(OF_LIBRARIES));
        return loaded;
    }

    /** Names of the agent's classes that it loads; those that the JVM makes up have a slash in theirs. */
    private static Set<String> ofAgent(ForkedJvm jvm, String program) {
        Set<String> loaded = LoadedClasses.of(jvm.jvm("-verbose:class").run(program).succeeded().outLines().stream());
        loaded.removeIf(name -> name.contains("/") || !(name.startsWith(OWN) || name.equals(HOOK)));
        return loaded;
    }

    private static Set<String> visible() throws IOException {
        try (JarFile jar = new JarFile(BuildArtifacts.AGENT.toFile())) {
            return classes(jar.stream().map(ZipEntry::getName).toList());
        }
    }

    private static Set<String> inArchives(String... archives) throws IOException {
        List<String> files = new ArrayList<>();
        try (JarFile jar = new JarFile(BuildArtifacts.AGENT.toFile())) {
            for (String archive : archives) {
                byte[] packed = jar.getInputStream(jar.getEntry("datapunk-retry/" + archive + ".zip.gz"))
                        .readAllBytes();
                try (ZipInputStream zip = new ZipInputStream(new GZIPInputStream(new ByteArrayInputStream(packed)))) {
                    for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
                        files.add(each.getName());
                    }
                }
            }
        }
        return classes(files);
    }

    private static Set<String> classes(List<String> files) {
        Set<String> names = new TreeSet<>();
        for (String file : files) {
            if (file.endsWith(".class")) {
                names.add(file.replace(".class", "").replace('/', '.'));
            }
        }
        return names;
    }

    private static Set<String> names(Path list) throws IOException {
        Set<String> names = new TreeSet<>(Files.readAllLines(list));
        names.removeIf(line -> line.isBlank() || line.startsWith("#"));
        return names;
    }

    private static void write(Path list, String what, Set<String> names) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# " + what);
        lines.add("# Recorded by: " + COMMAND);
        lines.addAll(names);
        Files.write(list, lines);
    }
}
