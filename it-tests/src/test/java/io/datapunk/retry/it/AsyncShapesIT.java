package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Asynchronous methods of every shape, under rules of every kind. */
class AsyncShapesIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void everyShape(TestJdk jdk) throws IOException {
        assertThat(run(jdk, "common"))
                .containsExactly(
                        "private static: 1099511627776 2.5 true c, 3",
                        "private: a+b, 3",
                        "changed: text2, 3",
                        "overridden: base, 3",
                        "override was called 1",
                        "synchronized: held true, 3",
                        "generic: 7, 3",
                        "default: default, 3",
                        "static of an interface: static, 3",
                        "throwing: returned, 3",
                        "throwing first: returned, 3",
                        "thrown 3",
                        "null 1",
                        "recursion: java.io.IOException of 0, 5",
                        "result: 200, 3",
                        "value: none, 2",
                        "wrapped: io.datapunk.retry.RetryExhaustedException of 1, 2",
                        threads(jdk, "common"));
    }

    @OnEachJdk
    void executors(TestJdk jdk) throws IOException {
        for (String executor : new String[] {"caller-runs", "virtual"}) {
            assertThat(run(jdk, executor)).last().isEqualTo(threads(jdk, executor));
        }
    }

    /** The thread of the third attempt, without its number, and whether it has the caller's context class loader. */
    private static String threads(TestJdk jdk, String executor) {
        String thread =
                switch (executor) {
                    case "caller-runs" -> "datapunk-retry-caller";
                    case "virtual" -> jdk.version() < 21 ? "datapunk-retry-common" : "virtual";
                    default -> "datapunk-retry-common";
                };
        return "threads: " + thread + " true, 3";
    }

    private List<String> run(TestJdk jdk, String executor) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults:
                  budget: off
                  async-executor: %s
                  allow-synchronized: true
                  backoff: {strategy: fixed, delay: 1ms}
                rules:
                  - {name: result, match: {class: com.acme.legacy.async.Shapes, method: ofResult}, retry-if: [{equals: 503}]}
                  - {name: value, match: {class: com.acme.legacy.async.Shapes, method: ofValue}, max-attempts: 2,
                     on-exhausted: {return: none}}
                  - {name: wrapped, match: {class: com.acme.legacy.async.Shapes, method: ofWrapped}, max-attempts: 2,
                     on-exhausted: wrap}
                  - {name: shapes, match: {class: [com.acme.legacy.async.Shapes, com.acme.legacy.async.Defaults], method: of*}}
                """.formatted(executor));
        ProcessResult ended = ForkedJvm.on(jdk)
                .jvm("-Xverify:all", "-XX:-PrintWarnings")
                // A pool of one would not be used: CompletableFuture makes a thread for each task then.
                .jvm("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2")
                .agent("rules=" + rules + ",log=error")
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.async.Shapes");
        return ended.succeeded().keptStandardErrorEmpty().outLines().stream()
                .map(line -> line.replaceAll("worker-[0-9]+ ", "worker "))
                .toList();
    }
}
