package io.datapunk.retry.outage;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.Retry;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerSettings;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.VirtualTimer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A service of which 1,000 threads ask something once a second each, and which is down for 30 s: how many attempts
 * arrive, second by second. Real threads and the real engine, on simulated time.
 */
final class Outage {

    static final int THREADS = 1_000;
    static final int UP_SECONDS = 10;
    static final int DOWN_SECONDS = 30;
    static final int SECONDS = 60;

    private static final long SECOND = 1_000_000_000L;
    private static final long ANSWER = 5_000_000;
    private static final long REFUSAL = 1_000_000;

    private final SimulatedTime time = new SimulatedTime();
    private final Random random = new Random(42);
    private final Retry retry;

    final int[] calls = new int[SECONDS + 1];
    final int[] attempts = new int[SECONDS + 1];
    final int[] successes = new int[SECONDS + 1];
    private CircuitBreaker breaker;

    /** A run with these guards. */
    private Outage(boolean budget, BreakerSettings breakerSettings) {
        Guards guards = Guards.NONE;
        if (budget) {
            guards = guards.withBudget(new RetryBudget(
                    "rule:service", RetryBudget.DEFAULT_RATIO, RetryBudget.DEFAULT_MIN_PER_SECOND, time));
        }
        if (breakerSettings != null) {
            breaker = new CircuitBreaker("service", breakerSettings, time, BreakerListener.NONE);
            guards = guards.withBreaker(breaker);
        }
        RetryEngine engine = new RetryEngine(
                time, new VirtualTimer(), random::nextDouble, ErrorReporter.IGNORED, CallResult.FAILURES);
        this.retry = Retry.with(RetryPolicy.builder().build(), guards, engine);
    }

    /** The outage to its end. */
    static Outage run(boolean budget, BreakerSettings breaker) throws InterruptedException {
        Outage outage = new Outage(budget, breaker);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int offset = i;
            SimulatedTime.Sleeper turn = outage.time.join();
            Thread thread = new Thread(null, () -> outage.caller(turn, offset), "caller-" + i, 256 * 1024);
            thread.start();
            threads.add(thread);
        }
        outage.time.run();
        for (Thread thread : threads) {
            thread.join();
        }
        return outage;
    }

    /** Calls once a second; a call that takes longer puts the next one off. */
    private void caller(SimulatedTime.Sleeper turn, int offset) {
        turn.await();
        long next = offset * SECOND / THREADS;
        while (next < SECONDS * SECOND) {
            if (next > time.nanoTime()) {
                time.park(next - time.nanoTime());
            }
            call();
            next += SECOND;
        }
        time.leave();
    }

    private void call() {
        calls[second()]++;
        try {
            retry.run(this::service);
            successes[second()]++;
        } catch (IOException | RuntimeException e) {
            return; // the caller has its own ways
        }
    }

    private void service() throws IOException {
        attempts[second()]++;
        boolean down = isDown();
        time.park(down ? REFUSAL : ANSWER);
        if (down) {
            throw new IOException("down");
        }
    }

    private boolean isDown() {
        return second() >= UP_SECONDS && second() < UP_SECONDS + DOWN_SECONDS;
    }

    private int second() {
        return (int) Math.min(SECONDS, time.nanoTime() / SECOND);
    }

    /** Attempts that arrived for each call, while the service was down. */
    double attemptsPerCallWhileDown() {
        return sum(attempts) / (double) sum(calls);
    }

    /** Calls a second while the service was down. */
    int callsPerSecondWhileDown() {
        return sum(calls) / DOWN_SECONDS;
    }

    /** Most attempts in any one second. */
    int peak() {
        int peak = 0;
        for (int ofSecond : attempts) {
            peak = Math.max(peak, ofSecond);
        }
        return peak;
    }

    /** How long after the service was back each call of a second succeeded again. */
    int secondsToRecover() {
        int back = UP_SECONDS + DOWN_SECONDS;
        int second = back;
        while (successes[second] < THREADS) {
            second++;
        }
        return second - back;
    }

    private static int sum(int[] ofSeconds) {
        int sum = 0;
        for (int second = UP_SECONDS; second < UP_SECONDS + DOWN_SECONDS; second++) {
            sum += ofSeconds[second];
        }
        return sum;
    }

    Retry retry() {
        return retry;
    }
}
