package io.datapunk.retry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar datapunk-retry.jar}: what it says, and its exit status. */
class CommandLineIT {
    @TempDir
    Path temp;

    @OnEachJdk
    void withoutArgumentsItHelps(TestJdk jdk) throws IOException {
        ProcessResult ended = run(jdk);

        assertThat(ended.succeeded().keptStandardErrorEmpty().out())
                .contains("-javaagent:datapunk-retry.jar=rules=", "check", "plan", "attach");
        Matrix.holds("start", "java -jar without arguments: help, exit status 0", jdk, "yes");
    }

    @OnEachJdk
    void checkSaysWhatIsLeftAloneAsItsFailureReachesNobody(TestJdk jdk) throws IOException {
        Path jar = BuildArtifacts.withFixture("httpcore5-5")[1];
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: pools
                    match: {class: org.apache.hc.core5.pool.LaxConnPool, method: lease}
                """);

        assertThat(run(jdk, "check", "--rules", rules.toString(), jar.toString())
                        .succeeded()
                        .out())
                .contains("pools: 0 method(s)")
                .contains("  left alone: org.apache.hc.core5.pool.LaxConnPool.lease(")
                .contains(": it returns java.util.concurrent.Future, which tells nobody that it has failed");
    }

    @OnEachJdk
    void checkWarnsOfRetriesWithinRetries(TestJdk jdk) throws IOException {
        Path jar = BuildArtifacts.ROOT.resolve("it-tests/target/lib/commons-httpclient-3.1.jar");
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: outer
                    match: {class: org.apache.commons.httpclient.HttpClient, method: "executeMethod(**)"}
                    nested: %s
                    max-attempts: 4
                  - name: inner
                    match: {class: org.apache.commons.httpclient.HttpClient, method: "executeMethod(**, **, **)"}
                """.formatted("allow"));

        ProcessResult allowed = run(jdk, "check", "--rules", rules.toString(), jar.toString());
        Files.writeString(rules, Files.readString(rules).replace("allow", "innermost"));
        ProcessResult innermost = run(jdk, "check", "--rules", rules.toString(), jar.toString());

        String calls = "  warning: org.apache.commons.httpclient.HttpClient.executeMethod(org.apache.commons.httpclient"
                + ".HttpMethod) calls org.apache.commons.httpclient.HttpClient.executeMethod(org.apache.commons.httpclient"
                + ".HostConfiguration, org.apache.commons.httpclient.HttpMethod, org.apache.commons.httpclient.HttpState),"
                + " which the rule inner retries as well: ";
        assertThat(allowed.succeeded().outLines())
                .contains(calls
                        + "with nested: allow the attempts multiply, up to 4 times 3; keep the outer one if it makes"
                        + " the connection that the inner one uses, else the inner one [nested-retries]");
        assertThat(innermost.succeeded().outLines())
                .contains(calls + "what it has given up on is not retried once more (nested: innermost); if the outer"
                        + " one makes the connection that the inner one uses, keep the outer one alone, or give it"
                        + " nested: allow [nested-retries]");
    }

    @OnEachJdk
    void theSchemaIsTheOneOfTheRepository(TestJdk jdk) throws IOException {
        assertThat(run(jdk, "schema").succeeded().keptStandardErrorEmpty().out())
                .isEqualTo(Files.readString(BuildArtifacts.ROOT.resolve("retry-rules.schema.json")));
    }

    @OnFewJdks
    void eachCommandHasAVersion(TestJdk jdk) {
        String version =
                run(jdk, "--version").succeeded().keptStandardErrorEmpty().out();

        assertThat(version).matches("datapunk-retry \\d+\\.\\d+\\.\\d+.*\n");
        assertThat(run(jdk, "check", "--version").succeeded().out()).isEqualTo(version);
    }

    /** Each write to /dev/full fails as on a full disk. */
    @OnFewJdks
    void aFullOutputIsOne(TestJdk jdk) throws Exception {
        Process full = new ProcessBuilder(jdk.java().toString(), "-jar", BuildArtifacts.AGENT.toString(), "schema")
                .redirectOutput(Path.of("/dev/full").toFile())
                .start();
        String err = new String(full.getErrorStream().readAllBytes(), UTF_8);

        assertThat(full.waitFor()).isEqualTo(1);
        assertThat(err.lines()).singleElement().asString().startsWith("the output could not be written");
    }

    /** More than the memory of the command: one line, no stack trace. */
    @OnFewJdks
    void whatDoesNotFitIntoMemoryIsOne(TestJdk jdk) throws IOException {
        Path bomb = temp.resolve("bomb.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            for (int i = 0; i < 40; i++) {
                zip.putNextEntry(new ZipEntry("a/B" + i + ".class"));
                zip.write(new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe});
                zip.write(new byte[4 * 1024 * 1024]);
            }
        }
        ProcessResult ended = ForkedJvm.on(jdk)
                .jvm("-Xmx48m")
                .run(
                        "-jar",
                        BuildArtifacts.AGENT.toString(),
                        "check",
                        "--rules",
                        BuildArtifacts.RULES.toString(),
                        bomb.toString());

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .startsWith(bomb + " cannot be looked at: it does not fit into the memory of this command");
    }

    @OnEachJdk
    void wrongUsageIsTwo(TestJdk jdk) {
        assertThat(run(jdk, "chekc").status()).isEqualTo(2);
        assertThat(run(jdk, "plan", "--nonsense").status()).isEqualTo(2);
    }

    @OnEachJdk
    void checkFindsTheMethodsOfALegacyJarAndNearMisses(TestJdk jdk) throws IOException {
        Path jar = BuildArtifacts.ROOT.resolve("it-tests/target/lib/commons-httpclient-3.1.jar");
        String rules = Files.readString(BuildArtifacts.RULES);
        Path typo = Files.writeString(temp.resolve("typo.yml"), rules.replace("executeMethod(", "executMethod("));

        ProcessResult good = run(
                jdk,
                "check",
                "--rules",
                BuildArtifacts.RULES.toString(),
                jar.toString(),
                BuildArtifacts.ORDER_APP.toString());
        ProcessResult nearMiss = run(jdk, "check", "--rules", typo.toString(), jar.toString());

        assertThat(good.succeeded().outLines())
                .contains(
                        "orders-http: 1 method(s)",
                        "  org.apache.commons.httpclient.HttpClient"
                                + ".executeMethod(org.apache.commons.httpclient.HttpMethod)",
                        "order-client: 1 method(s)",
                        "  io.datapunk.retry.demo.OrderClient.fetchOrder(int)");
        assertThat(nearMiss.succeeded().out()).contains("did you mean \"executeMethod\"?");
    }

    @OnEachJdk
    void badRulesAreOneAndNameThePlace(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(
                temp.resolve("bad.yml"), "version: 1\nrules:\n  - name: x\n    match: {clas: A}\n    timeout: 5\n");

        for (String command : new String[] {"check", "plan"}) {
            ProcessResult ended = run(jdk, command, "--rules", rules.toString());
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.err())
                    .contains(rules + ":4:13: rules[0].match.clas: unknown key \"clas\"; did you mean \"class\"?")
                    .contains(rules + ":5:14: rules[0].timeout: found \"5\"");
        }
    }

    @OnEachJdk
    void planShowsTheWaits(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: slow
                    match: {class: A}
                    max-attempts: 4
                    backoff: {delay: 100ms, jitter: 20%, max-delay: 250ms}
                    timeout: 1s
                """);

        ProcessResult text = run(jdk, "plan", "--rules", rules.toString());
        ProcessResult json = run(jdk, "plan", "--rules", rules.toString(), "--json", "--rule", "slow");

        assertThat(text.succeeded().outLines().get(2)).matches(" +2 +80ms +100ms +120ms +100ms .*");
        // the third wait is 400ms, at the cap of 250: spread below it, as the contract says
        assertThat(text.outLines().get(4)).matches(" +4 +200ms +225ms +250ms.*");
        assertThat(json.succeeded().out())
                .contains("{\"attempt\":2,\"leastMillis\":80,\"usualMillis\":100,\"longestMillis\":120,");
        assertThat(run(jdk, "plan", "--rules", rules.toString(), "--rule", "other")
                        .status())
                .isEqualTo(1);
    }

    @OnEachJdk
    void attachSaysWhatToDoWhereThereIsNoSuchJvm(TestJdk jdk) {
        ProcessResult ended = run(jdk, "attach", "999999999", "--rules", BuildArtifacts.RULES.toString());

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("cannot attach to 999999999");
    }

    private static ProcessResult run(TestJdk jdk, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "-jar";
        all[1] = BuildArtifacts.AGENT.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return ForkedJvm.on(jdk).run(all);
    }
}
