package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * An archive of an application's classes, made without the agent, serves it with the agent as well: every class comes
 * from the archive as before, but for those that are woven.
 */
class ClassArchiveIT {
    private static final int FIRST_WITH_STATIC_ARCHIVES = 11;
    private static final int FIRST_WITH_DYNAMIC_ARCHIVES = 17;
    private static final int FIRST_WITH_AOT_CACHE = 25;
    private static final String WOVEN = "com.acme.legacy.beside.Catalogue";

    /** {@code -javaagent} adds this module; what is archived without it, JDK 25 takes in part or not at all. */
    private static final String MODULE = "--add-modules=java.instrument";

    @TempDir
    private Path temp;

    private Path[] classPath;
    private String[] run;
    private Path archive;

    @BeforeEach
    void nameClasses() throws IOException {
        classPath = BuildArtifacts.withFixture("guava-", "failureaccess");
        Path names = temp.resolve("names");
        try (JarFile guava = new JarFile(BuildArtifacts.client("guava-").toFile())) {
            Stream<String> ofGuava = guava.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches("com/google/common/(base|collect|cache)/.*\\.class"))
                    .map(name -> name.replace(".class", "").replace('/', '.'));
            Files.write(names, Stream.concat(Stream.of(WOVEN), ofGuava).toList());
        }
        run = new String[] {"com.acme.legacy.matched.LoadAll", names.toString()};
        archive = temp.resolve("archive");
    }

    @OnEachJdk
    void staticArchive(TestJdk jdk) throws IOException {
        if (jdk.version() < FIRST_WITH_STATIC_ARCHIVES) {
            return;
        }
        Path list = temp.resolve("list");
        jvm(jdk, MODULE, "-XX:DumpLoadedClassList=" + list).run(run).succeeded();
        jvm(jdk, MODULE, "-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + archive)
                .run()
                .succeeded();

        serves("Class archive (-Xshare:dump)", jdk, "-XX:SharedArchiveFile=" + archive, Set.of(WOVEN));
    }

    @OnEachJdk
    void dynamicArchive(TestJdk jdk) throws IOException {
        if (jdk.version() < FIRST_WITH_DYNAMIC_ARCHIVES) {
            return;
        }
        jvm(jdk, "-XX:ArchiveClassesAtExit=" + archive).run(run).succeeded();

        serves("Class archive (-XX:ArchiveClassesAtExit)", jdk, "-XX:SharedArchiveFile=" + archive, Set.of(WOVEN));
    }

    /**
     * The JVM has its classes before any agent begins: what is woven is transformed again, and comes from the cache,
     * too.
     */
    @OnEachJdk
    void aotCache(TestJdk jdk) throws IOException {
        if (jdk.version() < FIRST_WITH_AOT_CACHE) {
            return;
        }
        jvm(jdk, MODULE, "-XX:AOTCacheOutput=" + archive).run(run).succeeded();

        serves("AOT cache (-XX:AOTCacheOutput)", jdk, "-XX:AOTCache=" + archive, Set.of());
    }

    /** Made with the agent it has the agent's own classes, too, and what is woven is woven by the rules of the day. */
    @OnEachJdk
    void aotCacheMadeWithTheAgent(TestJdk jdk) throws IOException {
        if (jdk.version() < FIRST_WITH_AOT_CACHE) {
            return;
        }
        Path noRules = Files.writeString(temp.resolve("none.yml"), "version: 1\nrules: []\n");
        LibraryApp library = new LibraryApp(temp);
        for (String options : List.of("rules=" + noRules, library.agentOptions())) {
            jvm(jdk, "-XX:AOTCacheOutput=" + archive).agent(options).run(run).succeeded();

            String use = "-XX:AOTCache=" + archive;
            Set<String> archived = fromArchive(jvm(jdk, use).agent(library.agentOptions()));
            library.failing(ForkedJvm.on(jdk).jvm(use).agent(library.agentOptions()))
                    .classPath(classPath)
                    .run(LibraryApp.MAIN)
                    .succeeded();

            assertThat(archived).contains("io.datapunk.retry.agent.startup.AgentStartup");
            library.retriedEach(LibraryApp.CALLS);
            Files.delete(archive);
            long own = archived.stream()
                    .filter(name -> name.startsWith("io.datapunk.retry."))
                    .count();
            Matrix.holds(
                    "jvm", "AOT cache made with the agent: classes of the agent from it", jdk, String.valueOf(own));
        }
    }

    /** All that comes from the archive without the agent does so with it, but for these; and calls are retried. */
    private void serves(String what, TestJdk jdk, String use, Set<String> lost) throws IOException {
        LibraryApp library = new LibraryApp(temp);
        Set<String> plain = fromArchive(jvm(jdk, MODULE, use));
        Set<String> ours = fromArchive(jvm(jdk, use).agent(library.agentOptions()));
        library.failing(ForkedJvm.on(jdk).jvm(use).agent(library.agentOptions()))
                .classPath(classPath)
                .run(LibraryApp.MAIN)
                .succeeded();

        assertThat(plain).contains("com.google.common.collect.ImmutableList", WOVEN);
        Set<String> missing = new TreeSet<>(plain);
        missing.removeAll(ours);
        assertThat(missing).as("no longer from the archive").isEqualTo(lost);
        library.retriedEach(LibraryApp.CALLS);
        Matrix.holds(
                "jvm",
                what + ": classes from it with the agent, of those without; one of them is woven",
                jdk,
                (plain.size() - missing.size()) + " of " + plain.size());
    }

    private ForkedJvm jvm(TestJdk jdk, String... options) {
        return ForkedJvm.on(jdk).jvm(options).classPath(classPath);
    }

    /** Names of classes that come from an archive; made-up ones have an address in their name. */
    private Set<String> fromArchive(ForkedJvm jvm) throws IOException {
        Path log = temp.resolve("classes");
        jvm.jvm("-Xlog:class+load:file=" + log + ":none").run(run).succeeded();
        List<String> lines = Files.readAllLines(log);
        return lines.stream()
                .filter(line -> line.contains("source: shared objects file"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .filter(name -> !name.contains("/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
