package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The {@code -javaagent} option in the forms that people give it. */
class AgentOptionIT {
    private static final String SHOP = "com.acme.legacy.Shop";
    private static final String CHARGED = "charged 4200 cents to ACME\n";
    private static final String RULES = """
            version: 1
            rules:
              - name: payments
                match: {class: com.acme.legacy.PaymentClient, method: charge}
                backoff: {strategy: fixed, delay: 1ms}
            """;

    @TempDir
    Path temp;

    @OnEachJdk
    void aloneFindsTheRulesInTheWorkingDirectory(TestJdk jdk) throws IOException {
        Files.writeString(temp.resolve("retry-rules.yml"), RULES);

        ProcessResult ended = ForkedJvm.on(jdk)
                .in(temp)
                .agent("")
                .classPath(BuildArtifacts.FIXTURE)
                .run(SHOP);

        assertThat(ended.succeeded().keptStandardErrorEmpty().out()).isEqualTo(CHARGED);
    }

    @OnEachJdk
    void aloneWithoutRulesDoesNothing(TestJdk jdk) {
        ProcessResult ended = ForkedJvm.on(jdk)
                .in(temp)
                .agent("")
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.Hello");

        assertThat(ended.succeeded().keptStandardErrorEmpty().out()).isEqualTo("hello\n");
    }

    @OnEachJdk
    void givenTwiceActsOnceAndWarns(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(
                temp.resolve("rules.yml"), RULES.replace("    backoff", "    max-attempts: 2\n    backoff"));

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run(SHOP);

        // woven twice, two attempts times two would get through the gateway's two failures
        assertThat(ended.status()).as("exit status of %s", ended).isEqualTo(1);
        assertThat(ended.err()).startsWith("[datapunk-retry] WARN ").contains("gateway has hung up");
        long lines = ended.err()
                .lines()
                .filter(line -> line.contains("the second -javaagent of datapunk-retry is ignored"))
                .count();
        assertThat(lines).as("warnings").isEqualTo(1);
        Matrix.holds("start", "-javaagent given twice: methods woven once, warnings", jdk, "" + lines);
    }

    @OnEachJdk
    void mayHaveSpacesCommasAndNonAsciiInItsPaths(TestJdk jdk) throws IOException {
        Path odd = Files.createDirectories(temp.resolve("Zwölf Äpfel, 十二"));
        Path agent = Files.copy(BuildArtifacts.AGENT, odd.resolve("datapunk retry é.jar"));
        Path rules = Files.writeString(odd.resolve("rules, ü.yml"), RULES);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent(agent, "rules=\"" + rules + "\",log=warn")
                .classPath(BuildArtifacts.FIXTURE)
                .run(SHOP);

        assertThat(ended.succeeded().keptStandardErrorEmpty().out()).isEqualTo(CHARGED);
        Matrix.holds("start", "Spaces, commas, umlauts and Chinese in the paths of jar and rules, UTF-8", jdk, "yes");
    }

    @OnEachJdk
    void keepsStandingAsideIfTheRulesAreSwitchedOff(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES + "enabled: false\n");

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run(SHOP);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).startsWith("Exception in thread \"main\" java.io.IOException: gateway has hung up");
    }
}
