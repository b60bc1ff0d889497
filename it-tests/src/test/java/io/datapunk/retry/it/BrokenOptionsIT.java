package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An option that is wrong leaves the application as it is without the agent, and the log says which one. */
class BrokenOptionsIT {
    private static final String HELLO = "com.acme.legacy.Hello";

    @TempDir
    Path temp;

    /** Options, and what the log must say of them. */
    static Stream<Arguments> optionsOnJdks() {
        return TestJdks.all().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of("rule=retry-rules.yml", "rule", jdk),
                        Arguments.of("log=loud", "loud", jdk),
                        Arguments.of("reload=often", "often", jdk),
                        Arguments.of("jmx=perhaps", "perhaps", jdk),
                        Arguments.of("strict=maybe", "maybe", jdk),
                        Arguments.of("rules", "rules", jdk),
                        Arguments.of("rules=\"retry-rules.yml", "retry-rules.yml", jdk)));
    }

    @ParameterizedTest(name = "{0} on {2}")
    @MethodSource("optionsOnJdks")
    void leavesTheApplicationAlone(String options, String said, TestJdk jdk) {
        ProcessResult plain =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).run(HELLO);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent(options)
                .classPath(BuildArtifacts.FIXTURE)
                .run(HELLO);

        ended.succeeded().printedTheSameAs(plain);
        assertThat(ended.err())
                .startsWith("[datapunk-retry] ERROR ")
                .contains(said)
                .doesNotContain("\tat ");
    }

    @OnFewJdks
    void stopsTheJvmBeforeMainIfStrict(TestJdk jdk) {
        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("strict=true,log=loud")
                .classPath(BuildArtifacts.FIXTURE)
                .run(HELLO);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("[datapunk-retry] ERROR ").contains("loud");
    }

    /** As a property it is the same option. */
    @OnFewJdks
    void readsSystemPropertiesToo(TestJdk jdk) {
        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("")
                .jvm("-Ddatapunk.retry.log=loud")
                .classPath(BuildArtifacts.FIXTURE)
                .run(HELLO);

        assertThat(ended.succeeded().err())
                .startsWith("[datapunk-retry] ERROR ")
                .contains("loud");
    }

    @OnFewJdks
    void runsWithoutARulesFileAndSaysSoAtInfo(TestJdk jdk) {
        ProcessResult plain =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).run(HELLO);
        Path missing = temp.resolve("missing.yml");

        ForkedJvm.on(jdk)
                .agent("rules=" + missing)
                .classPath(BuildArtifacts.FIXTURE)
                .run(HELLO)
                .succeeded()
                .printedTheSameAs(plain);
        ProcessResult ended = ForkedJvm.on(jdk)
                .in(temp)
                .agent("log=info")
                .classPath(BuildArtifacts.FIXTURE)
                .run(HELLO);

        ended.succeeded().printedTheSameAs(plain);
        assertThat(ended.err()).startsWith("[datapunk-retry] INFO ").contains("retry-rules.yml");
    }

    @OnFewJdks
    void strictRefusesRulesThatOthersMayWrite(TestJdk jdk, @TempDir Path temp) throws IOException {
        Path rules = Files.copy(BuildArtifacts.RULES, temp.resolve("rules.yml"));
        String options = "strict=true,rules=" + rules;

        Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("rw-r--r--"));
        ForkedJvm.on(jdk)
                .agent(options)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.Hello")
                .succeeded()
                .keptStandardErrorEmpty();

        Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("rw-rw-rw-"));
        ProcessResult refused = ForkedJvm.on(jdk)
                .agent(options)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.Hello");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains(rules + " may be written by others", "chmod o-w");
        Matrix.holds("security", "strict: rules that others may write", jdk, "refused");
    }
}
