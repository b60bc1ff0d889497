package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Waits that operators bring: from the application, from a jar of their own, and a class that is not there. */
class CustomBackoffIT {
    private static final String SHOP = "com.acme.legacy.Shop";
    static final String OPERATORS_WAITS = "operator's wait 1\noperator's wait 2\n";
    private static final String CHARGED = "charged 4200 cents to ACME\n";
    private static final String SOURCE = """
            import io.datapunk.retry.backoff.Backoff;
            import java.util.Map;
            import java.util.function.DoubleSupplier;
            public final class OperatorsBackoff implements Backoff {
                private final long step;
                public OperatorsBackoff(Map<String, Object> parameters) { step = (Long) parameters.get("step-millis"); }
                @Override public long delayNanos(int n, long previous, DoubleSupplier random) {
                    System.out.println("operator's wait " + n);
                    return n * step * 1_000_000;
                }
            }
            """;

    @TempDir
    Path temp;

    @OnEachJdk
    void ofTheApplication(TestJdk jdk) throws IOException {
        ProcessResult ended = shop(jdk, "{strategy: custom, class: com.acme.legacy.waiting.OwnWaits}");

        assertThat(ended.succeeded().keptStandardErrorEmpty().out()).isEqualTo("own wait 1\nown wait 2\n" + CHARGED);
    }

    @OnEachJdk
    void ofAJarOfTheOperator(TestJdk jdk) throws IOException {
        Path jar = operatorsJar(temp);

        ProcessResult ended = shop(
                jdk, "{strategy: custom, class: OperatorsBackoff, jar: '" + jar + "', parameters: {step-millis: 2}}");

        assertThat(ended.succeeded().keptStandardErrorEmpty().out()).isEqualTo(OPERATORS_WAITS + CHARGED);
    }

    @OnEachJdk
    void thatIsNotThereLeavesTheDefault(TestJdk jdk) throws IOException {
        ProcessResult ended = shop(jdk, "{strategy: custom, class: com.acme.NoSuchClass}");

        assertThat(ended.succeeded().out()).isEqualTo(CHARGED);
        assertThat(ended.err())
                .startsWith("[datapunk-retry] ERROR the custom backoff com.acme.NoSuchClass cannot be had")
                .hasLineCount(1);
    }

    private ProcessResult shop(TestJdk jdk, String backoff) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: payments
                    match: {class: com.acme.legacy.PaymentClient, method: charge}
                    backoff: %s
                """.formatted(backoff));
        return ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run(SHOP);
    }

    /** Compiled against the library, as an operator would. */
    static Path operatorsJar(Path folder) throws IOException {
        return Compiled.of("OperatorsBackoff", SOURCE, folder).jar(folder.resolve("operators backoff.jar"));
    }
}
