package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Asynchronous calls hold neither the JVM nor an application that is gone. */
class AsyncLeaksIT {

    static final String RULES = """
            version: 1
            defaults: {budget: off, backoff: {strategy: fixed, delay: %1$s, max-delay: 1h, jitter: none}, timeout: 2h,
                       attempt-timeout: 1h}
            rules:
              - {name: caller-runs, match: {class: com.acme.legacy.async.Deployed, method: callerRunsFuture},
                 async-executor: caller-runs}
              - {name: virtual, match: {class: com.acme.legacy.async.Deployed, method: virtualFuture},
                 async-executor: virtual}
              - {name: slow, match: {class: com.acme.legacy.async.Deployed, method: slowFuture},
                 backoff: {strategy: fixed, delay: 1h, max-delay: 1h}}
              - {name: others, match: {class: com.acme.legacy.async.Deployed,
                 method: [commonFuture, listenable, mono, publisher, single]}}
            """;

    @TempDir
    private Path temp;

    @OnEachJdk
    void anApplicationThatIsGoneIsHeldByNobody(TestJdk jdk) throws IOException {
        ProcessResult ended = run(jdk, "1ms", "com.acme.legacy.async.Redeploying", "10");

        assertThat(ended.succeeded().outLines())
                .containsExactly(
                        "loaders left 0",
                        "[datapunk-retry-caller, datapunk-retry-common, datapunk-retry-jmx, datapunk-retry-late,"
                                + " datapunk-retry-reload, datapunk-retry-timer]");
    }

    @OnEachJdk
    void callsThatWaitKeepNoJvmAlive(TestJdk jdk) throws IOException {
        assertThat(run(jdk, "1h", "com.acme.legacy.async.Leaving").succeeded().outLines())
                .containsExactly("leaves");
    }

    private ProcessResult run(TestJdk jdk, String delay, String... mainAndArguments) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES.formatted(delay));
        return ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=error")
                .classPath(BuildArtifacts.withFixture(
                        "guava-", "failureaccess", "reactor-core", "reactive-streams", "rxjava-"))
                .run(mainAndArguments);
    }
}
