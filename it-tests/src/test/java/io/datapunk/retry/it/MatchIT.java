package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Methods that are found by what their class is, carries, returns or lies in; {@code check} finds the same. */
class MatchIT {
    private static final String RULES = """
            version: 1
            defaults:
              max-attempts: 4
              backoff: {strategy: fixed, delay: 1ms}
            rules:
              - name: by-type
                match: {subtype-of: java.io.Flushable, jar: it-tests-fixture.jar}
              - name: by-type-and-method
                match: {subtype-of: java.util.concurrent.Callable, method: call, jar: it-tests-fixture.jar, exclude: {class: '**$$Lambda*'}}
              - name: by-annotation
                match: {annotated-with: com.acme.legacy.matched.Matched$Remote}
              - name: by-return-type
                match:
                  class: com.acme.legacy.matched.Matched$Typed
                  returns: int
                  exclude: {method: ex*}
              - name: in-another-jar
                match: {class: com.acme.legacy.matched.**, jar: other-*.jar}
            """;

    @TempDir
    Path temp;

    @OnEachJdk
    void eachKeyIsHeardAndCheckSaysTheSame(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);

        ProcessResult run = ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.matched.Matched");
        ProcessResult check = ForkedJvm.on(jdk)
                .run(
                        "-jar",
                        BuildArtifacts.AGENT.toString(),
                        "check",
                        "--rules",
                        rules.toString(),
                        BuildArtifacts.FIXTURE.toString());

        assertThat(run.succeeded()
                        .loggedOnlyThatCallsFail(
                                "com.acme.legacy.matched.Matched$Middle.call()",
                                "com.acme.legacy.matched.Matched$Middle.call()",
                                "com.acme.legacy.matched.Matched$Flushed.flush()",
                                "com.acme.legacy.matched.Matched$Annotated.fetch()",
                                "com.acme.legacy.matched.Matched$Typed.status()")
                        .outLines())
                .containsExactly(
                        "subtype 4",
                        "subtype without class files 4",
                        "subtype, any method 4",
                        "annotated 4",
                        "not annotated 1",
                        "returns 4",
                        "returns other 1",
                        "excluded 1");
        assertThat(check.succeeded().outLines())
                .containsSequence(
                        "by-type: 1 method(s)",
                        "  com.acme.legacy.matched.Matched$Flushed.flush()",
                        "by-type-and-method: 1 method(s)",
                        "  com.acme.legacy.matched.Matched$Middle.call()",
                        "by-annotation: 1 method(s)",
                        "  com.acme.legacy.matched.Matched$Annotated.fetch()",
                        "by-return-type: 1 method(s)",
                        "  com.acme.legacy.matched.Matched$Typed.status()",
                        "in-another-jar: 0 method(s)");
    }
}
