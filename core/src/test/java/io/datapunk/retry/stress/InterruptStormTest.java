package io.datapunk.retry.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.Retry;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.FixedBackoff;
import io.datapunk.retry.backoff.Jitter;
import io.datapunk.retry.call.ExceptionFactory;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemTimer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand interrupts at random moments: each is seen by the application, none is made up. One thing the JVM cannot
 * tell: an interrupt from outside that falls on an attempt which the watch has interrupted is one with the watch's own.
 * Such an attempt is known by how long it took, and only there may one be missing.
 */
@SuppressWarnings({"NonAtomicVolatileUpdate", "WaitNotInLoop"
}) // each is written by one thread; waking early does no harm
class InterruptStormTest {

    private static final int INTERRUPTS = 10_000;
    private static final int CALLERS = 8;

    private final SystemTimer timer = new SystemTimer("interrupt-storm");

    @Test
    void withoutAttemptTimeout() throws Exception {
        Storm storm = new Storm(policy().build());
        storm.run();
        assertThat(storm.oneWithTheWatch.get()).isZero();
        assertThat(storm.timeouts()).isZero();
    }

    @Test
    void withAttemptTimeout() throws Exception {
        Storm storm = new Storm(policy().attemptTimeout(Duration.ofMillis(1)).build());
        storm.run();
        assertThat(storm.timeouts()).as("the watch was at work").isGreaterThan(50);
        assertThat(storm.oneWithTheWatch.get())
                .as("of %d, in attempts that the watch interrupted too", INTERRUPTS)
                .isLessThan(INTERRUPTS / 20);
    }

    private static RetryPolicy.Builder policy() {
        return RetryPolicy.builder()
                .backoff(BackoffPlan.builder(new FixedBackoff(200_000))
                        .jitter(Jitter.NONE)
                        .build());
    }

    /** Callers, and for each one who interrupts it. */
    private final class Storm {
        private final RetryPolicy policy;
        private final boolean isWatched;
        private final List<Caller> callers = new ArrayList<>();
        private final AtomicInteger oneWithTheWatch = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();

        Storm(RetryPolicy policy) {
            this.policy = policy;
            this.isWatched = policy.attemptTimeoutNanos() > 0;
        }

        void run() throws InterruptedException {
            List<Thread> interrupters = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Caller caller = new Caller(policy);
                callers.add(caller);
                caller.start();
                Thread interrupter = new Thread(() -> interrupt(caller));
                interrupter.start();
                interrupters.add(interrupter);
            }
            for (Thread interrupter : interrupters) {
                interrupter.join();
            }
            int stray = 0;
            int seen = 0;
            for (Caller caller : callers) {
                caller.done = true;
                caller.join();
                stray += caller.stray;
                seen += caller.seen;
            }
            assertThat(stray).as("seen and never sent").isZero();
            assertThat(lost.get()).as("sent and never seen").isZero();
            assertThat(seen + oneWithTheWatch.get()).isEqualTo(INTERRUPTS);
        }

        /** One at a time: two that fall on a thread before anybody looks are one. */
        private void interrupt(Caller caller) {
            for (int i = 0; i < INTERRUPTS / CALLERS; i++) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(300_000));
                int seenBefore = caller.seen;
                int longBefore = caller.longAttempts;
                // A long attempt that has ended just now may not have told its watch so: what falls there is one with
                // it too.
                boolean afterLong = caller.hasJustBeenLong;
                caller.awaited = true;
                caller.interrupt();
                int callsBefore = caller.calls; // now: this thread may have been held up until here
                while (caller.seen == seenBefore && caller.calls < callsBefore + 3) {
                    Thread.onSpinWait();
                    LockSupport.parkNanos(10_000);
                }
                if (caller.seen == seenBefore) {
                    caller.awaited = false;
                    (isWatched && (afterLong || caller.longAttempts > longBefore) ? oneWithTheWatch : lost)
                            .incrementAndGet();
                }
            }
        }

        int timeouts() {
            return callers.stream().mapToInt(caller -> caller.timeouts).sum();
        }
    }

    /** Calls things that take an interrupt in different ways. */
    private final class Caller extends Thread {
        private final Retry retry;
        volatile boolean done;
        volatile boolean awaited;
        volatile int seen;
        volatile int calls;
        volatile int timeouts;
        volatile int longAttempts;
        volatile boolean hasJustBeenLong;
        private long watchedSince;
        volatile int stray;

        Caller(RetryPolicy policy) {
            ExceptionFactory counting = new ExceptionFactory() {
                @Override
                public Throwable attemptTimedOut(String message, Throwable cause, int attempts) {
                    timeouts++;
                    return CallResult.FAILURES.attemptTimedOut(message, cause, attempts);
                }

                @Override
                public Throwable timeIsOver() {
                    return CallResult.FAILURES.timeIsOver();
                }
            };
            RetryEngine engine = RetryEngine.system(timer, ErrorReporter.IGNORED, counting);
            this.retry = Retry.with(policy, Guards.NONE, engine);
        }

        @Override
        public void run() {
            while (!done) {
                watchedSince = System.nanoTime();
                try {
                    retry.run(this::attempt);
                } catch (InterruptedException e) {
                    isSeen();
                } catch (Exception e) {
                    // it has failed without effect
                }
                if (Thread.interrupted()) {
                    isSeen();
                }
                calls++;
            }
        }

        private void isSeen() {
            if (awaited) {
                awaited = false;
                seen++;
            } else {
                stray++;
            }
        }

        private void attempt() throws Exception {
            hasJustBeenLong = false;
            try {
                takeAWhile();
            } finally {
                // From before the watch began: the thread may have been held up between the two.
                if (System.nanoTime() - watchedSince >= 900_000) {
                    hasJustBeenLong = true;
                    longAttempts++;
                }
                watchedSince = System.nanoTime();
            }
        }

        private void takeAWhile() throws Exception {
            switch (ThreadLocalRandom.current().nextInt(4)) {
                case 0 -> Thread.sleep(0, 300_000);
                case 1 -> {
                    Object never = new Object();
                    synchronized (never) {
                        never.wait(2); // past attempt-timeout
                    }
                }
                case 2 -> {
                    long end = System.nanoTime() + 200_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                }
                default -> LockSupport.parkNanos(500_000);
            }
            if (ThreadLocalRandom.current().nextBoolean()) {
                throw new IOException("again");
            }
        }
    }
}
