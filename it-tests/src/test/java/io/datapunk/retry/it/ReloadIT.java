package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while the application runs: values, methods, mistakes, and the switch. */
class ReloadIT {
    private static final String TUNED = "com.acme.legacy.tuned.Tuned";

    @TempDir
    Path temp;

    @OnEachJdk
    void newRulesTakeEffectAndBadOnesChangeNothing(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), rules(3, "first"));

        ProcessResult ended = tuned(
                jdk,
                rules,
                "1h",
                rules(5, "first"), // a value
                rules(4, "second"), // other methods
                "version: 2", // bad: the last good rules hold
                rules(2, "[first, second]"), // mended
                rules(2, "first").replace("rules:", "enabled: false\nrules:"), // switched off
                rules(6, "[first, second]"), // and on
                "version: 1\nrules: []"); // no rule at all

        assertThat(ended.succeeded().outLines())
                .containsExactly(
                        "3+1",
                        "taken 5+1",
                        "taken 1+4",
                        "refused 1+4",
                        "taken 2+2",
                        "taken 1+1",
                        "taken 6+6",
                        "taken 1+1",
                        "errors 0");
        assertThat(ended.err())
                .contains(rules + ":1:10: version: found \"2\", expected 1")
                .contains("the last good ones hold");
    }

    @OnEachJdk
    void theFileIsWatched(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), rules(3, "first"));

        ProcessResult ended = tuned(jdk, rules, "20ms", "# watched\n" + rules(7, "first"));

        assertThat(ended.succeeded().loggedOnlyThatCallsFail(TUNED + ".first()").outLines())
                .containsExactly("3+1", "7+1", "errors 0");
    }

    @OnEachJdk
    void rulesThatAreBadAtTheStartMayBeMended(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), "version: 1");

        ProcessResult ended = tuned(jdk, rules, "20ms", "# watched\n" + rules(2, "first"));

        assertThat(ended.succeeded().outLines()).containsExactly("1+1", "2+1", "errors 0");
    }

    @OnEachJdk
    void nobodyReloadsWithoutPermission(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), rules(3, "first"));

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run(TUNED, rules.toString(), rules(5, "first"));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("jmx-write=true");
    }

    @OnFewJdks
    void twoHundredReloadsUnderLoadLoseNoCall(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults: {budget: off}
                rules:
                  - {name: quick, match: {class: com.acme.legacy.tuned.Busy, method: quick}, backoff: {delay: 1ms}}
                  - {name: slow, match: {class: com.acme.legacy.tuned.Busy, method: slow}, backoff: {delay: 500ms}}
                """);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",jmx-write=true,log=off")
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.tuned.Busy", rules.toString());

        assertThat(ended.succeeded().keptStandardErrorEmpty().outLines())
                .containsExactly(
                        "reloads 200 refused 66 lost 0 errors 0",
                        "some calls true",
                        "metaspace grew by more than 4 MiB false",
                        "heap grew by more than 1 MiB false",
                        "max attempts 202");
    }

    @OnFewJdks
    void noFailureBecomesADefaultValueWhileRulesChange(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults: {budget: off}
                rules:
                  - name: returned
                    match: {class: com.acme.legacy.tuned.Returned, method: number}
                    max-attempts: 1
                    on-exhausted: rethrow
                """);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",jmx-write=true")
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.tuned.Returned", rules.toString());

        assertThat(ended.succeeded()
                        .loggedOnlyThatCallsFail("com.acme.legacy.tuned.Returned.number()")
                        .out())
                .isEqualTo("wrong 0 thrown true returned true\n");
    }

    @OnEachJdk
    void aJvmThatEndsWakesThoseWhoWait(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults: {budget: off}
                rules:
                  - name: stopping
                    match: {class: com.acme.legacy.tuned.Stopping, method: call}
                    backoff: {strategy: fixed, delay: 1h}
                """);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.tuned.Stopping");

        assertThat(ended.succeeded().keptStandardErrorEmpty().outLines()).containsExactly("attempt", "surfaced always");
    }

    @OnEachJdk
    void whatIsRedeployedLeavesNothingBehind(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: redeployed
                    match: {class: com.acme.legacy.tuned.Redeployed$Service, method: call}
                    budget: {ratio: 100%, min-per-second: 100}
                    circuit-breaker: {}
                    backoff: {strategy: fixed, delay: 1ms}
                """);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",reload=20ms")
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.tuned.Redeployed");

        assertThat(ended.succeeded().keptStandardErrorEmpty().outLines())
                .containsExactly("alive 0", "calls 1", "budgets 1", "breakers 1", "false");
    }

    private static ProcessResult tuned(TestJdk jdk, Path rules, String reload, String... texts) {
        String[] arguments = new String[texts.length + 2];
        arguments[0] = TUNED;
        arguments[1] = rules.toString();
        System.arraycopy(texts, 0, arguments, 2, texts.length);
        return ForkedJvm.on(jdk)
                .jvm("-Xverify:all", "-XX:-PrintWarnings")
                .agent("rules=" + rules + ",jmx-write=true,reload=" + reload)
                .classPath(BuildArtifacts.FIXTURE)
                .run(arguments);
    }

    private static String rules(int attempts, String methods) {
        return """
                version: 1
                defaults: {budget: off}
                rules:
                  - name: tuned
                    match: {class: com.acme.legacy.tuned.Tuned, method: %s}
                    max-attempts: %d
                    backoff: {strategy: fixed, delay: 1ms}
                """.formatted(methods, attempts);
    }
}
