package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Classes that the rules name come from where the rules say: not from the working directory, nor from each other's
 * place.
 */
class CustomClassesIT {
    private static final String SHOP = "com.acme.legacy.Shop";
    private static final String CHARGED = "charged 4200 cents to ACME\n";
    private static final String BACKOFF = """
            import io.datapunk.retry.backoff.Backoff;
            import java.util.function.DoubleSupplier;
            public final class Own implements Backoff {
                static { System.out.println("class of PLACE"); }
                @Override public long delayNanos(int n, long previous, DoubleSupplier random) {
                    System.out.println("wait of PLACE");
                    return 1;
                }
            }
            """;
    private static final String FUNCTION = """
            public final class Own implements java.util.function.IntToLongFunction {
                @Override public long applyAsLong(int n) {
                    System.out.println("wait of PLACE");
                    return 1;
                }
            }
            """;
    private static final String EXCEPTION = """
            public final class Own extends RuntimeException {
                public Own(String message) { super(message); }
            }
            """;

    @TempDir
    private Path temp;

    private Path work;

    @BeforeEach
    void makeFolders() throws IOException {
        work = Files.createDirectories(temp.resolve("work"));
    }

    @OnEachJdk
    void aBackoffInAJar(TestJdk jdk) throws IOException {
        Path jar = compiled(BACKOFF, "the jar").jar(temp.resolve("operators.jar"));
        Path classPath = folderWith(compiled(BACKOFF, "the class path"));
        compiled(BACKOFF, "the working directory").in(work);

        ProcessResult ended = shop(jdk, "backoff: {strategy: custom, class: Own, jar: '" + jar + "'}", classPath);

        assertThat(ended.succeeded().keptStandardErrorEmpty().out())
                .isEqualTo("class of the jar\nwait of the jar\nwait of the jar\n" + CHARGED);
        Matrix.holds(
                "security", "Backoff of a jar, its like on the class path and in the working directory", jdk, "jar's");
    }

    @OnEachJdk
    void aBackoffThatTheJarDoesNotHave(TestJdk jdk) throws IOException {
        Path jar = new Compiled("Other", new byte[0]).jar(temp.resolve("operators.jar"));
        Path classPath = folderWith(compiled(BACKOFF, "the class path"));
        compiled(BACKOFF, "the working directory").in(work);
        Path library = BuildArtifacts.ROOT.resolve("core/target/classes"); // else nobody could load the class

        ProcessResult ended =
                shop(jdk, "backoff: {strategy: custom, class: Own, jar: '" + jar + "'}", classPath, library);

        assertThat(ended.succeeded().out()).isEqualTo(CHARGED);
        assertThat(ended.err()).contains("ERROR the custom backoff Own cannot be had");
        Matrix.holds(
                "security",
                "Backoff that is not in its jar but on the class path and in the working directory",
                jdk,
                "default waits");
    }

    @OnEachJdk
    void aBackoffOfTheApplication(TestJdk jdk) throws IOException {
        Path classPath = folderWith(compiled(FUNCTION, "the class path"));
        compiled(FUNCTION, "the working directory").in(work);
        String backoff = "backoff: {strategy: custom, class: Own}";

        ProcessResult there = shop(jdk, backoff, classPath);
        ProcessResult missing = shop(jdk, backoff);

        assertThat(there.succeeded().keptStandardErrorEmpty().out())
                .isEqualTo("wait of the class path\nwait of the class path\n" + CHARGED);
        assertThat(missing.succeeded().out()).isEqualTo(CHARGED);
        assertThat(missing.err()).contains("ERROR the custom backoff Own cannot be had");
        Matrix.holds(
                "security", "Backoff of the application that is in the working directory alone", jdk, "default waits");
    }

    @OnEachJdk
    void anExceptionOfTheApplication(TestJdk jdk) throws IOException {
        Compiled.of("Own", EXCEPTION, temp).in(work);

        ProcessResult ended =
                run(jdk, """
                    match: {class: com.acme.legacy.guarded.Refused, method: number}
                    retry-on: [java.lang.IllegalStateException]
                    max-attempts: 1
                    circuit-breaker: {window: 10 calls, minimum-calls: 2, open-exception: Own}
                """, new String[] {"com.acme.legacy.guarded.Refused", "once"}, BuildArtifacts.FIXTURE);

        assertThat(ended.succeeded().out())
                .contains("then io.datapunk.retry.CircuitOpenException: ")
                .doesNotContain("Own");
        assertThat(ended.err()).contains("open-exception Own cannot be made, CircuitOpenException stands in for it");
        Matrix.holds("security", "open-exception that is in the working directory alone", jdk, "CircuitOpenException");
    }

    private Compiled compiled(String source, String place) throws IOException {
        return Compiled.of("Own", source.replace("PLACE", place), temp);
    }

    private Path folderWith(Compiled compiled) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("classes"));
        compiled.in(folder);
        return folder;
    }

    private ProcessResult shop(TestJdk jdk, String backoff, Path... more) throws IOException {
        Path[] classPath = new Path[more.length + 1];
        classPath[0] = BuildArtifacts.FIXTURE;
        System.arraycopy(more, 0, classPath, 1, more.length);
        return run(jdk, """
                    match: {class: com.acme.legacy.PaymentClient, method: charge}
                    %s
                """.formatted(backoff), new String[] {SHOP}, classPath);
    }

    private ProcessResult run(TestJdk jdk, String keys, String[] mainAndArguments, Path... classPath)
            throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: own
                """ + keys);
        return ForkedJvm.on(jdk)
                .in(work)
                .agent("rules=" + rules)
                .classPath(classPath)
                .run(mainAndArguments);
    }
}
