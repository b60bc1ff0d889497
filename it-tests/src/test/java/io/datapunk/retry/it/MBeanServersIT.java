package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Applications choose who makes their MBean servers and who manages their logs; the agent must not be there first. */
class MBeanServersIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void chosenByOptions(TestJdk jdk) throws IOException {
        applicationsChoiceHolds(
                ForkedJvm.on(jdk)
                        .jvm("-Djavax.management.builder.initial=com.acme.legacy.seen.OwnBuilder")
                        .jvm("-Djava.util.logging.manager=com.acme.legacy.seen.OwnLogManager"),
                "options");
    }

    @OnEachJdk
    void chosenInMain(TestJdk jdk) throws IOException {
        applicationsChoiceHolds(ForkedJvm.on(jdk), "early");
    }

    @OnEachJdk
    void chosenAfterTheFirstServerWasMade(TestJdk jdk) throws IOException {
        applicationsChoiceHolds(ForkedJvm.on(jdk), "late");
    }

    /** Such a server of the application's own does not keep the agent from the platform's. */
    @OnEachJdk
    void chosenAfterAServerThatThrowsWhenAsked(TestJdk jdk) throws IOException {
        applicationsChoiceHolds(ForkedJvm.on(jdk), "closed");
    }

    private void applicationsChoiceHolds(ForkedJvm jvm, String when) throws IOException {
        Path counters = temp.resolve("counters");
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: payments
                    match: {class: com.acme.legacy.PaymentClient, method: charge}
                    backoff: {strategy: fixed, delay: 1ms}
                """);

        ProcessResult ended = jvm.jvm(
                        "-Dcounters=" + counters, "-Dexpected=1", "-Dmbeans=io.datapunk.retry:type=Method,*")
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.seen.Servers", when);

        assertThat(ended.succeeded().keptStandardErrorEmpty().outLines())
                .containsExactly("own server true", "log manager OwnLogManager");
        List<MethodCounters> seen = MethodCounters.read(counters);
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).get("RetriedSuccesses")).isEqualTo(1);
    }
}
