package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Threads that load woven classes while the application, or the agent itself, has only just begun. */
class StartDeadlockIT {
    private static final String RULES = """
            version: 1
            defaults: {budget: off, backoff: {strategy: fixed, delay: 1ms}}
            rules:
              - {name: annotated, match: {annotated-with: java.lang.Deprecated, class: com.acme.legacy.tuned.**}}
              - {name: runnables, match: {subtype-of: java.lang.Runnable, class: com.acme.legacy.tuned.**}}
              - {name: all, match: {class: [com.acme.legacy.*, com.acme.legacy.start.**, com.acme.legacy.shapes.**]}}
            """;

    private static final String MAIN = "com.acme.legacy.start.EarlyThreads";
    private static final String WORKS = "3 attempts of its own, charged 4200 cents to ACME";

    @TempDir
    private Path temp;

    @OnEachJdk
    void ofTheStaticInitialiserOfAWovenMainClass(TestJdk jdk) throws IOException {
        String loaded = plainlyLoaded(jdk);

        ProcessResult ended = woven(ForkedJvm.on(jdk).agent(agent()));

        assertThat(ended.outLines()).containsExactly("its initialiser: " + done(loaded), WORKS);
        Matrix.holds(
                "start",
                "8 threads load woven classes through 4 loaders in the static initialiser of a woven main class: loaded",
                jdk,
                loaded);
    }

    @Tag("long")
    @OnEachJdk
    void ofAnotherAgent(TestJdk jdk) throws IOException {
        String loaded = plainlyLoaded(jdk);
        String other = "-javaagent:" + otherAgent();

        ProcessResult after = woven(ForkedJvm.on(jdk).jvm(other).agent(agent()));
        ProcessResult before = woven(ForkedJvm.on(jdk).agent(agent()).jvm(other));

        assertThat(before.outLines())
                .containsExactly("its initialiser: " + done(loaded), "an agent: " + done(loaded), WORKS);
        // Those that were faster than this agent have paid for nothing.
        assertThat(after.outLines())
                .hasSize(3)
                .contains("its initialiser: " + done(loaded), WORKS)
                .anyMatch(line -> line.startsWith("an agent: loaded " + loaded + ", paid "));
        Matrix.holds(
                "start",
                "8 threads of another agent, before and after this one, and 8 of the main class: loaded by each 8",
                jdk,
                loaded);
    }

    @OnEachJdk
    void ofTheBootstrapLoader(TestJdk jdk) throws IOException {
        ProcessResult ended = ForkedJvm.on(jdk)
                .agent(agent())
                .jvm("-Xbootclasspath/a:" + BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.Shop")
                .succeeded()
                .keptStandardErrorEmpty();

        assertThat(ended.outLines()).containsExactly("charged 4200 cents to ACME");
        Matrix.holds("start", "The woven classes, main among them, on -Xbootclasspath/a", jdk, "yes");
    }

    private String agent() throws IOException {
        return "rules=" + Files.writeString(temp.resolve("rules.yml"), RULES) + ",log=error";
    }

    private static ProcessResult woven(ForkedJvm jvm) {
        return jvm.classPath(BuildArtifacts.FIXTURE).run(MAIN).succeeded().keptStandardErrorEmpty();
    }

    private static String done(String loaded) {
        return "loaded " + loaded + ", paid 8";
    }

    /** Without the agent main fails in its own method, after the initialiser. */
    private static String plainlyLoaded(TestJdk jdk) {
        String first = ForkedJvm.on(jdk)
                .classPath(BuildArtifacts.FIXTURE)
                .run(MAIN)
                .outLines()
                .get(0);
        assertThat(first).matches("its initialiser: loaded [0-9]{3,}, paid 0");
        return first.substring("its initialiser: loaded ".length(), first.indexOf(','));
    }

    /** A jar of no more than a manifest; the class is on the class path. */
    private Path otherAgent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "com.acme.legacy.start.ThreadsOfAgent");
        Path jar = temp.resolve("other-agent.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
