package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Class files of every version from 45 to 51 get retries, with or without stack maps, and with subroutines. */
class OldClassFilesIT {
    private static final String RULES = """
            version: 1
            defaults: {budget: off}
            rules:
              - name: old
                match: {class: com.acme.legacy.old.V*, method: call}
                backoff: {strategy: fixed, delay: 1ms}
            """;

    @TempDir
    Path temp;

    @OnEachJdk
    void getRetries(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        Path counters = temp.resolve("counters");
        Path old = temp.resolve("old.jar");
        List<String> classes = OldClasses.writeTo(old);
        List<String> arguments = new ArrayList<>(List.of("com.acme.legacy.old.OldCalls"));
        arguments.addAll(classes);
        String[] run = arguments.toArray(String[]::new);
        ProcessResult plain = ForkedJvm.on(jdk)
                .classPath(BuildArtifacts.FIXTURE, old)
                .run(run)
                .succeeded();

        ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .jvm("-Dfailures=2", "-Dcounters=" + counters, "-Dexpected=" + classes.size())
                .jvm("-Dmbeans=io.datapunk.retry:type=Method,*")
                .classPath(BuildArtifacts.FIXTURE, old)
                .run(run)
                .succeeded()
                .printedTheSameAs(plain)
                .keptStandardErrorEmpty();

        List<MethodCounters> methods = MethodCounters.read(counters);
        assertThat(methods).extracting(MethodCounters::className).containsExactlyInAnyOrderElementsOf(classes);
        assertThat(methods).allSatisfy(method -> {
            assertThat(method.get("Calls")).isEqualTo(1);
            assertThat(method.get("RetriedSuccesses")).isEqualTo(1);
            assertThat(method.get("Retries")).isEqualTo(2);
        });
    }
}
