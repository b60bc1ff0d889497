package io.datapunk.retry.benchmarks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * Holds many asynchronous calls that wait for a retry, an hour each, and prints what one of them costs: bytes on the
 * heap, and of all together the threads.
 */
public final class AsyncScaleProbe {

    private static final int WARM = 20_000;

    private AsyncScaleProbe() {}

    /** Takes who makes the calls and how many. */
    public static void main(String[] arguments) throws InterruptedException {
        Supplier<CompletableFuture<String>> caller = caller(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        List<Object> warm = make(caller, WARM);
        long before = used();
        List<Object> held = make(caller, count);
        long after = used();
        System.out.println((after - before) / held.size() + " " + threads());
        System.exit(warm.size() + held.size() == count + WARM ? 0 : 1); // and keeps them until here
    }

    private static List<Object> make(Supplier<CompletableFuture<String>> caller, int count) {
        List<Object> held = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            held.add(caller.get());
        }
        return held;
    }

    private static Supplier<CompletableFuture<String>> caller(String who) {
        switch (who) {
            case "resilience4j":
                return resilience4j();
            case "failsafe":
                return failsafe();
            default: // not retried, or by an agent
                return AsyncScaleProbe::refused;
        }
    }

    /** What rules name. */
    static CompletableFuture<String> refused() {
        return CompletableFuture.failedFuture(new IOException("refused"));
    }

    private static Supplier<CompletableFuture<String>> resilience4j() {
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
        Retry retry = Retry.of(
                "probe",
                RetryConfig.custom()
                        .maxAttempts(3)
                        .waitDuration(Duration.ofHours(1))
                        .build());
        return () -> retry.executeCompletionStage(scheduler, AsyncScaleProbe::refused)
                .toCompletableFuture();
    }

    private static Supplier<CompletableFuture<String>> failsafe() {
        FailsafeExecutor<String> retry = Failsafe.with(RetryPolicy.<String>builder()
                .withMaxAttempts(3)
                .withDelay(Duration.ofHours(1))
                .build());
        return () -> retry.getStageAsync(AsyncScaleProbe::refused);
    }

    /** The heap in use once it has settled: what start-up leaves goes step by step. */
    private static long used() throws InterruptedException {
        long last = Long.MAX_VALUE;
        for (int steady = 0; steady < 5; ) {
            System.gc();
            Thread.sleep(50);
            long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            steady = Math.abs(last - now) < 20_000 ? steady + 1 : 0;
            last = now;
        }
        return last;
    }

    /** Those that are neither the JVM's nor its common pool's. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null
                                && !thread.getThreadGroup().getName().equals("system")
                                && !thread.getName().startsWith("ForkJoinPool.commonPool")
                                && thread != Thread.currentThread()
                        || thread.getName().startsWith("datapunk-retry"))
                .count();
    }
}
