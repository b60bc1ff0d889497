package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the application in the end is what its own code threw, down to the last frame. */
class StackTraceIT {
    private static final String EXHAUSTING = "com.acme.legacy.Exhausting";
    private static final String RULES = """
            version: 1
            defaults: {budget: off}
            rules:
              - name: exhausting
                match: {class: com.acme.legacy.Exhausting, method: "*ner"}
                retry-on: [java.lang.IllegalStateException, java.io.IOException]
                backoff: {strategy: fixed, delay: 1ms}
              - name: above
                match: {class: com.acme.legacy.Exhausting, method: outer}
                nested: allow
                backoff: {strategy: fixed, delay: 1ms}
            """;

    @TempDir
    Path temp;

    @OnEachJdk
    void hasNoFrameOfTheAgent(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        Path counters = temp.resolve("counters");
        ProcessResult plain = ForkedJvm.on(jdk)
                .classPath(BuildArtifacts.FIXTURE)
                .run(EXHAUSTING)
                .succeeded();
        assertThat(plain.out()).contains("\tat com.acme.legacy.Exhausting.inner(");

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .jvm("-Dcounters=" + counters, "-Dexpected=2", "-Dmbeans=io.datapunk.retry:type=Method,*")
                .classPath(BuildArtifacts.FIXTURE)
                .run(EXHAUSTING);

        ended.succeeded()
                .printedTheSameAs(plain)
                .loggedOnlyThatCallsFail(EXHAUSTING + ".inner(long)", EXHAUSTING + ".outer(int)");
        assertThat(ended.out()).doesNotContain("datapunk").doesNotContain("Datapunk");
        // each of two calls of outer makes three of inner, each of which makes two retries
        assertThat(MethodCounters.read(counters))
                .anySatisfy(inner -> {
                    assertThat(inner.name()).isEqualTo("inner");
                    assertThat(inner.get("Exhausted")).isEqualTo(6);
                    assertThat(inner.get("Retries")).isEqualTo(12);
                })
                .anySatisfy(outer -> {
                    assertThat(outer.name()).isEqualTo("outer");
                    assertThat(outer.get("Exhausted")).isEqualTo(2);
                    assertThat(outer.get("Retries")).isEqualTo(4);
                });
    }
}
