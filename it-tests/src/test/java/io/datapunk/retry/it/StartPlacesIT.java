package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Where little is to be had: no language, no home, no name, nowhere to write. */
class StartPlacesIT {
    private static final String CHARGED = "charged 4200 cents to ACME";

    @TempDir
    private Path temp;

    private Path rules;

    @BeforeEach
    void writeRules() throws IOException {
        rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: payments # für Zahlungen
                    match: {class: com.acme.legacy.PaymentClient, method: charge}
                    backoff: {strategy: fixed, delay: 1ms}
                """);
    }

    @OnEachJdk
    void inTheCLocale(TestJdk jdk) throws IOException {
        ProcessResult ended = shop(jdk, rules).environment("LC_ALL", "C").run("com.acme.legacy.Shop");

        assertThat(ended.succeeded().keptStandardErrorEmpty().outLines()).containsExactly(CHARGED);
        Matrix.holds("start", "LC_ALL=C, rules with umlauts in them", jdk, "yes");
    }

    /** What the JVM itself cannot spell the agent does not find; the application runs, and the log says why. */
    @OnEachJdk
    void inTheCLocaleWithRulesWhoseNameItCannotSpell(TestJdk jdk) throws IOException {
        Path odd = Files.createDirectories(temp.resolve("Zwölf Äpfel"));

        ProcessResult ended = shop(jdk, Files.copy(rules, odd.resolve("rules.yml")))
                .environment("LC_ALL", "C")
                .run("com.acme.legacy.Hello");

        assertThat(ended.succeeded().outLines()).containsExactly("hello");
        assertThat(ended.err())
                .hasLineCount(1)
                .startsWith("[datapunk-retry] ERROR there is no rules file")
                .contains("/rules.yml: the agent does nothing until it is there");
        Matrix.holds(
                "start", "LC_ALL=C, umlauts in the path of the rules: not found, the application runs", jdk, "yes");
    }

    @OnEachJdk
    void withoutHome(TestJdk jdk) throws IOException {
        ProcessResult ended = shop(jdk, rules).environment("HOME", null).run("com.acme.legacy.start.Confined");

        assertThat(ended.succeeded().keptStandardErrorEmpty().outLines()).contains("no HOME", CHARGED);
        Matrix.holds("start", "No HOME", jdk, "yes");
    }

    @OnEachJdk
    void withoutAFolderForTemporaryFiles(TestJdk jdk) throws IOException {
        ProcessResult ended = shop(jdk, rules)
                .jvm("-Djava.io.tmpdir=" + temp.resolve("missing"))
                .run("com.acme.legacy.Shop");

        assertThat(ended.succeeded().outLines()).containsExactly(CHARGED);
        assertThat(ended.err()).doesNotContain("[datapunk-retry]"); // newer JVMs say that it is missing
        Matrix.holds("start", "java.io.tmpdir does not exist", jdk, "yes");
    }

    @OnEachJdk
    void whereNothingCanBeWritten(TestJdk jdk) throws IOException, InterruptedException {
        if (!Namespaces.canBeHad(Namespaces.READ_ONLY)) {
            return;
        }

        ProcessResult ended = confined(ForkedJvm.on(jdk)
                .by(Namespaces.READ_ONLY)
                .agent("rules=" + rules + ",log-file=" + temp.resolve("agent.log")));

        assertThat(ended.outLines()).containsExactly("writes nothing", "writes nothing", "HOME", CHARGED);
        assertThat(ended.err())
                .hasLineCount(1)
                .startsWith("[datapunk-retry] WARN the log file " + temp.resolve("agent.log") + " cannot be written");
        Matrix.holds("start", "The whole file system read-only, in a mount namespace; log-file too", jdk, "yes");
    }

    @OnEachJdk
    void forAUserWithoutNameHomeOrFolders(TestJdk jdk) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("r-xr-xr-x"));
        if (!Namespaces.canBeHad(Namespaces.NAMELESS)) {
            return;
        }

        ProcessResult ended = confined(ForkedJvm.on(jdk)
                .by(Namespaces.NAMELESS)
                .in(temp)
                .jvm("-Djava.io.tmpdir=.")
                .agent("rules=" + rules));

        assertThat(ended.keptStandardErrorEmpty().outLines())
                .containsExactly("writes nothing", "writes nothing", "no HOME", CHARGED);
        Matrix.holds(
                "start",
                "A user without name or home, empty environment, working and temporary folder not writable",
                jdk,
                "yes");
    }

    private static ForkedJvm shop(TestJdk jdk, Path rules) {
        return ForkedJvm.on(jdk).agent("rules=" + rules).classPath(BuildArtifacts.FIXTURE);
    }

    private static ProcessResult confined(ForkedJvm jvm) {
        return jvm.classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.start.Confined")
                .succeeded();
    }
}
