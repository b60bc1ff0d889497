package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a failing call needs is loaded and initialised before the first class is woven, not by the application's thread.
 */
class FirstUseIT {

    private static final int FIRST_THAT_LOGS_INITIALISERS = 17;

    private static final String RULES = """
            version: 1
            rules:
            - name: guarded
              match: {class: FirstUse$Client, method: guarded}
              timeout: 20s
              attempt-timeout: 5s
              max-waiting: 5
              circuit-breaker: {minimum-calls: 4, window: 4 calls, failure-rate: 60%}
              on-exhausted: wrap
              backoff: {strategy: fixed, delay: 1ms}
            - name: results
              match: {class: FirstUse$Client, method: text}
              retry-if: [{property: isEmpty, in: [true]}]
              delay-hint: length
              abort-on: [java.io.FileNotFoundException]
            - {name: later, match: {class: FirstUse$Client, method: later}}
            """;

    private static final String PROGRAM = """
            import java.io.*;
            import java.util.concurrent.*;

            public class FirstUse {
                static class Client {
                    int left;
                    String guarded() throws IOException { if (--left >= 0) throw new IOException("passes"); return "ok"; }
                    String text() { return --left >= 0 ? "" : "ok"; }
                    CompletableFuture<String> later() { return CompletableFuture.completedFuture("ok"); }
                }
                public static void main(String[] args) throws Exception {
                    Client client = new Client();
                    System.out.println("--- begins");
                    client.left = 2;
                    System.out.println(client.guarded());
                    client.left = 2;
                    System.out.println(client.text() + client.later().get());
                    for (int i = 0; i < 3; i++) {
                        client.left = 100;
                        try { client.guarded(); } catch (Exception e) { System.out.println(e.getClass().getSimpleName()); }
                    }
                    System.out.println("--- ends");
                }
            }
            """;

    @TempDir
    private Path temp;

    @OnEachJdk
    void nothingOfTheAgentIsLoadedByTheFirstFailures(TestJdk jdk) throws IOException {
        assertThat(between(jdk, "-verbose:class"))
                .contains("ok", "okok", "RetryExhaustedException", "CircuitOpenException")
                .noneMatch(line -> line.contains("oad") && line.contains("io.datapunk"));
    }

    @OnEachJdk
    void nothingOfTheAgentIsInitialisedByTheFirstFailures(TestJdk jdk) throws IOException {
        if (jdk.version() < FIRST_THAT_LOGS_INITIALISERS) {
            return;
        }
        assertThat(between(jdk, "-Xlog:class+init=info"))
                .contains("ok", "okok", "RetryExhaustedException", "CircuitOpenException")
                .noneMatch(line -> line.contains("nitializ") && line.contains("io/datapunk"));
    }

    private List<String> between(TestJdk jdk, String option) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        Compiled.folderOf("FirstUse", PROGRAM, temp);
        List<String> lines = ForkedJvm.on(jdk)
                .jvm(option)
                .agent("log=off,rules=" + rules)
                .classPath(temp)
                .run("FirstUse")
                .succeeded()
                .outLines();
        return lines.subList(lines.indexOf("--- begins"), lines.indexOf("--- ends"));
    }
}
