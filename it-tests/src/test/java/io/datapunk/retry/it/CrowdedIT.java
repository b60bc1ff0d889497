package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Time limits and shutdown where each thread that makes attempts is blocked, and many calls wait for a retry. */
class CrowdedIT {
    /** What the machine may be late by; waiting for a blocked thread took seconds. */
    private static final long MAX_LATE_MILLIS = 300;

    private static final long MAX_LONGER_MILLIS = 1_000;

    private static final String RULES = """
            version: 1
            defaults: {budget: off}
            rules:
              - {name: blocked, match: {class: Crowded, method: blocked}, max-attempts: 2, backoff: {strategy: fixed, delay: 1ms}}
              - {name: limited, match: {class: Crowded, method: limited}, timeout: 500ms}
              - {name: waiting, match: {class: Crowded, method: waiting}, backoff: {strategy: fixed, delay: 10m, max-delay: 15m}}
            """;

    private static final String PROGRAM = """
            import java.io.IOException;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.AtomicInteger;

            public class Crowded {
                static final AtomicInteger blocked = new AtomicInteger();
                static final CountDownLatch never = new CountDownLatch(1);

                static CompletableFuture<String> failed() {
                    CompletableFuture<String> future = new CompletableFuture<>();
                    future.completeExceptionally(new IOException("passes"));
                    return future;
                }
                static CompletableFuture<String> blocked(boolean[] again) throws InterruptedException {
                    if (again[0]) { blocked.incrementAndGet(); never.await(); }
                    again[0] = true;
                    return failed();
                }
                static CompletableFuture<String> limited() { return new CompletableFuture<>(); }
                static CompletableFuture<String> waiting() { return failed(); }

                public static void main(String[] args) throws Exception {
                    if (args[0].equals("limits")) {
                        for (int i = 0; i < 100; i++) blocked(new boolean[1]);
                        while (blocked.get() < 64) Thread.yield();
                    }
                    int waits = Integer.parseInt(args[1]);
                    CompletableFuture<?>[] held = new CompletableFuture<?>[waits];
                    for (int i = 0; i < waits; i++) held[i] = waiting();
                    if (args[0].equals("limits")) {
                        long latest = 0;
                        for (int i = 0; i < 5; i++) {
                            long start = System.nanoTime();
                            try { limited().get(20, TimeUnit.SECONDS); } catch (ExecutionException e) { }
                            latest = Math.max(latest, System.nanoTime() - start - 500_000_000L);
                        }
                        System.out.println("late by ms " + latest / 1_000_000);
                    }
                    System.out.println("exit at " + System.currentTimeMillis());
                    System.exit(0);
                }
            }
            """;

    @TempDir
    private Path temp;

    @OnFewJdks
    void limitsAreKeptWithThePoolBlockedAndTenThousandWaits(TestJdk jdk) throws IOException {
        ProcessResult ended = jvm(jdk, true).run("Crowded", "limits", "10000").succeeded();

        long late = number(ended.outLines().get(0));
        assertThat(late).as(ended.toString()).isLessThan(MAX_LATE_MILLIS);
        Matrix.holds("jvm", "timeout of a future, pool blocked and 10,000 waits: late by at most", jdk, late + " ms");
    }

    @OnFewJdks
    void aShutdownDoesNotWaitForAHundredThousandWaits(TestJdk jdk) throws IOException {
        long without = millisOfExit(jdk, false);
        long with = millisOfExit(jdk, true);

        assertThat(with - without).isLessThan(MAX_LONGER_MILLIS);
        Matrix.holds("jvm", "exit with 100,000 futures that wait: longer by", jdk, with - without + " ms");
    }

    private long millisOfExit(TestJdk jdk, boolean withAgent) throws IOException {
        ProcessResult ended =
                jvm(jdk, withAgent).run("Crowded", "exit", "100000").succeeded();
        return System.currentTimeMillis() - number(ended.outLines().get(0));
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }

    private ForkedJvm jvm(TestJdk jdk, boolean withAgent) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        Compiled.folderOf("Crowded", PROGRAM, temp);
        ForkedJvm forked = ForkedJvm.on(jdk).jvm("-Xmx512m").classPath(temp);
        return withAgent ? forked.agent("log=off,rules=" + rules) : forked;
    }
}
