package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rule for every class meets those that are there before it. With a log file at {@code info} the classes of lambdas
 * are among them, which Java 8 takes for modifiable and crashes on.
 */
class CatchAllIT {
    @TempDir
    private Path temp;

    @OnEachJdk
    void leavesAloneWhatTheJvmCannotTransform(TestJdk jdk) throws IOException {
        Path log = temp.resolve("agent.log");
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - {name: everything, match: {class: "**"}}
                """);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=info,log-file=" + log)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.Hello");

        assertThat(ended.succeeded().keptStandardErrorEmpty().out()).isEqualTo("hello\n");
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.contains("com.acme.legacy.Hello.main("))
                .noneMatch(line -> line.contains("io.datapunk.retry.agent"))
                .noneMatch(line -> line.contains(" ERROR "));
    }

    /** Classes of the JDK are none of it, and those whose methods no rule names are left as they are. */
    @OnFewJdks
    void eachReloadTransformsWhatItChanges(TestJdk jdk) throws IOException {
        Path log = temp.resolve("agent.log");

        ProcessResult ended = alternating(jdk, log, 2, 4);

        assertThat(ended.outLines()).contains("wrong 0", "errors 0");
        assertThat(Files.readAllLines(log).stream().filter(line -> line.contains("transformed again")))
                .hasSize(6)
                .allMatch(line -> line.contains(" 1 class(es) transformed again"));
    }

    @Tag("long")
    @OnEachJdk
    void twoHundredReloadsTakeNoMemory(TestJdk jdk) throws IOException {
        ProcessResult ended = alternating(jdk, temp.resolve("agent.log"), 100, 200);

        assertThat(ended.outLines()).contains("wrong 0", "errors 0");
        String grown = ended.outLines().get(ended.outLines().size() - 1);
        assertThat(grown).startsWith("grown ");
        assertThat(Long.parseLong(grown.substring("grown ".length())))
                .as("KiB resident after 200 reloads more")
                .isLessThan(24 * 1024);
        Matrix.holds("platforms", "200 reloads of a catch-all rule with changing methods", jdk, grown + " KiB");
    }

    /** Rules that name one of two methods, in turns, in a JVM that has loaded hundreds of classes. */
    private ProcessResult alternating(TestJdk jdk, Path log, int warmUp, int reloads) throws IOException {
        Path library = BuildArtifacts.ROOT.resolve("it-tests/target/lib/commons-httpclient-3.1.jar");
        List<String> names = new ArrayList<>();
        try (JarFile jar = new JarFile(library.toFile())) {
            jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .forEach(name ->
                            names.add(name.substring(0, name.length() - 6).replace('/', '.')));
        }
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults: {budget: off, backoff: {strategy: fixed, delay: 0ms}}
                rules:
                  - name: all
                    match: {class: "**", method: first, exclude: {class: "**.Tuned"}}
                """);
        return ForkedJvm.on(jdk)
                .jvm("-Xms64m", "-Xmx64m")
                .agent("rules=" + rules + ",jmx-write=true,reload=off,log=info,log-file=" + log)
                .classPath(BuildArtifacts.FIXTURE, library)
                .run(
                        "com.acme.legacy.tuned.Alternating",
                        rules.toString(),
                        String.valueOf(warmUp),
                        String.valueOf(reloads),
                        Files.write(temp.resolve("names"), names).toString())
                .succeeded();
    }
}
