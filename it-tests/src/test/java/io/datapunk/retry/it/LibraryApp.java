package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The fixture {@code com.acme.legacy.beside}: an application whose lookups are retried while other tools are at work on
 * it.
 */
final class LibraryApp {
    static final String MAIN = "com.acme.legacy.beside.Library";

    /** What it prints, failures or not. */
    static final String OUTPUT = """
            find [Dune , 1]
            Dune 1, edition of 2025
            find [Emma , 2]
            Emma 2, edition of 2025
            """;

    static final int CALLS = 2;
    static final int ATTEMPTS_OF_EACH = 3;

    private final Path temp;

    LibraryApp(Path temp) {
        this.temp = temp;
    }

    /** Options of the agent, so that the lookups are retried. */
    String agentOptions() throws IOException {
        return "rules=" + Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults: {budget: off}
                rules:
                  - name: catalogue
                    match: {class: com.acme.legacy.beside.Catalogue, method: find}
                    backoff: {strategy: fixed, delay: 1ms}
                """);
    }

    /** Lets each lookup fail all its attempts but the last; the counters are then {@link #retriedEach}'s. */
    ForkedJvm failing(ForkedJvm jvm) {
        return jvm.jvm("-Dfailures=" + (ATTEMPTS_OF_EACH - 1), "-Dcounters=" + temp.resolve("counters"))
                .jvm("-Dexpected=1", "-Dmbeans=io.datapunk.retry:type=Method,*")
                .classPath(BuildArtifacts.FIXTURE, temp);
    }

    /** Each of so many calls was retried, and then succeeded. */
    void retriedEach(int calls) {
        assertThat(MethodCounters.read(temp.resolve("counters")))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.get("RetriedSuccesses")).isEqualTo(calls);
                    assertThat(found.get("Calls")).isEqualTo(calls);
                    assertThat(found.get("Retries")).isEqualTo(calls * (ATTEMPTS_OF_EACH - 1L));
                });
    }

    /**
     * A jar for {@code -javaagent} whose agent is the fixture's {@code OtherAgent}, from the application's class path.
     */
    Path otherAgent() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", "com.acme.legacy.beside.OtherAgent");
        attributes.putValue("Can-Redefine-Classes", "true");
        attributes.putValue("Can-Retransform-Classes", "true");
        Path jar = Files.createTempFile(temp, "other", ".jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
