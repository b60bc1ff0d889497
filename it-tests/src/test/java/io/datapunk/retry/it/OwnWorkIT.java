package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the agent itself calls while it follows a future, judges a call or looks up a class is neither followed nor
 * retried in turn.
 */
class OwnWorkIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void aStageWhoseListenersAreAddedByMethodsWithARule(TestJdk jdk) throws IOException {
        for (String mode : new String[] {"observe", "enforce"}) {
            Path rules = Files.writeString(temp.resolve("rules.yml"), """
                    version: 1
                    rules:
                      - {name: own, match: {class: "com.acme.legacy.async.OwnStages$Stage"}, mode: %s}
                    """.formatted(mode));

            ProcessResult ended = ForkedJvm.on(jdk)
                    .agent("rules=" + rules)
                    .classPath(BuildArtifacts.FIXTURE)
                    .run("com.acme.legacy.async.OwnStages")
                    .succeeded()
                    .keptStandardErrorEmpty();

            assertThat(ended.out()).isEqualTo("sum 60300\n");
        }
    }

    @OnFewJdks
    void whatRulesReadAndLoadersLookUp(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults: {retry-on: [java.lang.Exception], max-attempts: 4, budget: off, backoff: {strategy: fixed, delay: 1ms}}
                rules:
                  - name: call
                    match: {class: com.acme.legacy.guarded.AskedByRules, method: call}
                    retry-if: [{property: status, in: [503]}]
                  - {name: status, match: {class: "com.acme.legacy.guarded.AskedByRules$Response"}}
                  - {name: open, match: {class: "com.acme.legacy.guarded.AskedByRules$Loader", method: open}}
                  - {name: types, match: {class: "com.acme.legacy.guarded.*", subtype-of: java.io.Closeable, method: called}}
                """);

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=off")
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.guarded.AskedByRules")
                .succeeded();

        assertThat(ended.out()).isEqualTo("status 1\nopened 1\nown 4\n");
    }
}
