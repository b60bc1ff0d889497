package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Under {@code strict}, rules that others may write, or put others in the place of, are refused. */
class StrictRulesIT {
    private static final String OPEN_TO_ALL = "rwxrwxrwx";
    private static final String CLOSED = "rwxr-xr-x";

    @TempDir
    private Path temp;

    private Path folder;
    private Path rules;

    @BeforeEach
    void writeRules() throws IOException {
        folder = Files.createDirectories(temp.resolve("outer/inner"));
        rules = Files.copy(BuildArtifacts.RULES, folder.resolve("rules.yml"));
        permit("rw-r--r--", rules);
    }

    @OnEachJdk
    void inAFolderThatOthersMayWrite(TestJdk jdk) throws IOException {
        accepts(jdk, rules);
        permit(OPEN_TO_ALL, folder);
        refuses(jdk, rules, folder);
        refuses(jdk, folder, folder);
        permit(CLOSED, folder);
        permit(OPEN_TO_ALL, folder.getParent());
        refuses(jdk, rules, folder.getParent());
        Matrix.holds("security", "strict: folders above the rules that others may write", jdk, "refused");
    }

    @OnEachJdk
    void behindALink(TestJdk jdk) throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link.yml"), Path.of("outer/inner/rules.yml"));
        accepts(jdk, link);
        permit("rw-rw-rw-", rules);
        refuses(jdk, link, rules);
        permit("rw-r--r--", rules);
        permit(OPEN_TO_ALL, folder);
        refuses(jdk, link, folder);
        Matrix.holds("security", "strict: links to rules that others may write", jdk, "refused");
    }

    @OnEachJdk
    void withAJarThatOthersMayWrite(TestJdk jdk) throws IOException {
        Path jar = Files.write(temp.resolve("operators.jar"), new byte[0]);
        Files.writeString(rules, """
                version: 1
                rules:
                  - name: own
                    match: {class: com.acme.legacy.PaymentClient}
                    backoff: {strategy: custom, class: Own, jar: '%s'}
                """.formatted(jar));
        accepts(jdk, rules);
        permit("rw-rw-rw-", jar);
        refuses(jdk, rules, jar);
        Matrix.holds("security", "strict: jar of a custom backoff that others may write", jdk, "refused");
    }

    /** As Kubernetes mounts them. */
    @OnEachJdk
    void whereNobodyCanWriteAllTheSame(TestJdk jdk) throws IOException, InterruptedException {
        permit(OPEN_TO_ALL, folder);
        if (!Namespaces.canBeHad(Namespaces.READ_ONLY)) {
            return;
        }
        hello(ForkedJvm.on(jdk).by(Namespaces.READ_ONLY), folder).succeeded().keptStandardErrorEmpty();
        Matrix.holds("security", "strict: a folder that others may write, mounted read-only", jdk, "accepted");
    }

    /** As they were good at the start, the JVM goes on with those. */
    @OnEachJdk
    void whenTheyAreReadAgain(TestJdk jdk) throws Exception {
        try (RunningJvm application = ForkedJvm.on(jdk)
                .agent("strict=true,reload=100ms,log=info,log-file=" + temp.resolve("log") + ",rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .start("com.acme.legacy.tuned.Attached")) {
            application.await("attempts 1");
            permit(OPEN_TO_ALL, folder);
            Files.writeString(rules, Files.readString(BuildArtifacts.RULES) + "# changed\n");
            awaitInLog("ERROR the new rules are refused, the last good ones hold: " + folder
                    + " may be written by others");

            permit(CLOSED, folder);
            awaitInLog("WARN new rules: "); // who was told of the refusal is told of its end
        }
        Matrix.holds("security", "strict: new rules that others may write, in a running JVM", jdk, "refused");
    }

    private void awaitInLog(String text) throws Exception {
        Poll.until(text, () -> Files.readString(temp.resolve("log")).contains(text));
    }

    private static void permit(String permissions, Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static void accepts(TestJdk jdk, Path rules) {
        hello(jdk, rules).succeeded().keptStandardErrorEmpty();
    }

    private static void refuses(TestJdk jdk, Path rules, Path writable) {
        ProcessResult ended = hello(jdk, rules);
        assertThat(ended.status()).as("exit status of %s", ended).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains(writable + " may be written by others").contains("chmod o-w " + writable);
    }

    private static ProcessResult hello(TestJdk jdk, Path rules) {
        return hello(ForkedJvm.on(jdk), rules);
    }

    private static ProcessResult hello(ForkedJvm jvm, Path rules) {
        return jvm.agent("strict=true,rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.Hello");
    }
}
