package io.datapunk.retry.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.stress.Stress;
import io.datapunk.retry.time.SystemClock;
import io.datapunk.retry.time.VirtualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each guard under 64 threads; and that each check finds a guard that is broken on purpose. */
@SuppressWarnings("ThreadPriorityCheck") // yielding widens the gap in what is broken on purpose
class GuardsStressTest {

    /** As many get in as there are places, and no more. */
    private static String places(int places, Supplier<BooleanSupplier> gates) throws InterruptedException {
        AtomicInteger in = new AtomicInteger();
        return Stress.run(new Stress.Round() {
            @Override
            public Stress.Work begin() {
                in.set(0);
                BooleanSupplier gate = gates.get();
                return thread -> {
                    for (int i = 0; i < 20; i++) {
                        if (gate.getAsBoolean()) {
                            in.incrementAndGet();
                        }
                    }
                };
            }

            @Override
            public String broken() {
                return in.get() == places ? null : in + " got in, not " + places;
            }
        });
    }

    @Test
    void halfOpenAdmitsExactlyItsPermits() throws Exception {
        assertThat(places(7, GuardsStressTest::halfOpen)).isNull();
        assertThat(places(7, () -> checkThenAct(7))).as("the seeded bug").isNotNull();
    }

    private static BooleanSupplier halfOpen() {
        VirtualClock clock = new VirtualClock();
        CircuitBreaker breaker = new CircuitBreaker(
                "test", BreakerSettings.builder().halfOpenCalls(7).build(), clock, BreakerListener.NONE);
        breaker.open();
        clock.advanceMillis(30_000);
        return () -> breaker.tryAcquire() != CircuitBreaker.REFUSED;
    }

    private static BooleanSupplier checkThenAct(int places) {
        AtomicInteger left = new AtomicInteger(places);
        return () -> {
            if (left.get() <= 0) {
                return false;
            }
            Thread.yield();
            left.decrementAndGet();
            return true;
        };
    }

    @Test
    void theBudgetGivesOutWhatItHas() throws Exception {
        assertThat(places(100, () -> new RetryBudget("test", 0, 100, new VirtualClock())::tryWithdraw))
                .isNull();
        double[] balance = new double[1];
        assertThat(places(100, () -> {
                    balance[0] = 100;
                    return () -> {
                        if (balance[0] < 1) {
                            return false;
                        }
                        double before = balance[0];
                        Thread.yield();
                        balance[0] = before - 1;
                        return true;
                    };
                }))
                .as("the seeded bug")
                .isNotNull();
    }

    @Test
    void theBudgetCountsEveryQuestion() throws Exception {
        RetryBudget[] budget = new RetryBudget[1];
        assertThat(Stress.run(new Stress.Round() {
                    @Override
                    public Stress.Work begin() {
                        budget[0] = new RetryBudget("test", 0.5, 10, SystemClock.INSTANCE);
                        return thread -> {
                            for (int i = 0; i < 200; i++) {
                                budget[0].callFailed();
                                budget[0].tryWithdraw();
                            }
                        };
                    }

                    @Override
                    public String broken() {
                        long asked = Stress.THREADS * 200L;
                        long counted = budget[0].withdrawn() + budget[0].denied();
                        return counted == asked && budget[0].withdrawn() <= asked * 0.5 + 10 * 60 + 11
                                ? null
                                : counted + " of " + asked + ", " + budget[0].withdrawn() + " withdrawn";
                    }
                }))
                .isNull();
    }

    /** Threads that take in the same sources, and a timer's pass besides: no call is taken in twice. */
    @Test
    void noCallAddsToTheBudgetTwice() throws Exception {
        RetryBudget[] budget = new RetryBudget[1];
        AtomicLong counted = new AtomicLong();
        assertThat(Stress.run(new Stress.Round() {
                    @Override
                    public Stress.Work begin() {
                        budget[0] = new RetryBudget("test", 0.5, 0, SystemClock.INSTANCE);
                        counted.set(0);
                        AtomicLong[] count = new AtomicLong[20];
                        CallSource[] sources = new CallSource[20];
                        for (int i = 0; i < sources.length; i++) {
                            AtomicLong own = new AtomicLong();
                            count[i] = own;
                            AtomicLong ofOwn = new AtomicLong();
                            sources[i] = () -> {
                                long before = ofOwn.get();
                                long now = own.get();
                                return now > before && ofOwn.compareAndSet(before, now) ? now - before : 0;
                            };
                            budget[0].attach(sources[i]);
                        }
                        return thread -> {
                            for (int i = 0; i < 200; i++) {
                                count[i % 20].incrementAndGet();
                                counted.addAndGet(2);
                                budget[0].callFailed(sources[i % 20]);
                                budget[0].tryWithdraw((task, nanos) -> {
                                    task.run();
                                    return () -> {};
                                });
                                budget[0].balance();
                            }
                        };
                    }

                    @Override
                    public String broken() {
                        return budget[0].withdrawn() <= counted.get() * 0.5
                                ? null
                                : budget[0].withdrawn() + " withdrawn";
                    }
                }))
                .isNull();
    }

    @Test
    void noMoreWaitThanTheLimitAllows() throws Exception {
        assertThat(inside(5, GuardsStressTest::real)).isNull();
        assertThat(inside(5, GuardsStressTest::askThenEnter))
                .as("the seeded bug")
                .isNotNull();
    }

    /** A place to be in. */
    private interface Limit {
        boolean tryEnter();

        void leave();
    }

    private static Limit real(int most) {
        WaitingLimit limit = new WaitingLimit(most);
        return new Limit() {
            @Override
            public boolean tryEnter() {
                return limit.tryEnter();
            }

            @Override
            public void leave() {
                limit.leave();
            }
        };
    }

    /** Asks, waits a moment, and only then enters. */
    private static Limit askThenEnter(int most) {
        AtomicInteger waiting = new AtomicInteger();
        return new Limit() {
            @Override
            public boolean tryEnter() {
                if (waiting.get() >= most) {
                    return false;
                }
                Thread.yield();
                waiting.incrementAndGet();
                return true;
            }

            @Override
            public void leave() {
                waiting.decrementAndGet();
            }
        };
    }

    private static String inside(int most, IntFunction<Limit> limits) throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger peak = new AtomicInteger();
        return Stress.run(new Stress.Round() {
            @Override
            public Stress.Work begin() {
                inside.set(0);
                peak.set(0);
                Limit limit = limits.apply(most);
                return thread -> {
                    for (int i = 0; i < 50; i++) {
                        if (limit.tryEnter()) {
                            peak.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            Thread.yield();
                            inside.decrementAndGet();
                            limit.leave();
                        }
                    }
                };
            }

            @Override
            public String broken() {
                return peak.get() <= most ? null : peak + " were inside";
            }
        });
    }

    /** What was recorded is what is counted, and once it has been pushed out nothing of it is left. */
    @Test
    void theWindowForgetsExactlyWhatItRecorded() throws Exception {
        assertThat(window(new CountWindow(100))).isNull();
        assertThat(window(new LossyWindow())).as("the seeded bug").isNotNull();
    }

    private static String window(OutcomeWindow window) throws InterruptedException {
        return Stress.run(new Stress.Round() {
            @Override
            public Stress.Work begin() {
                return thread -> {
                    for (int i = 0; i < 500; i++) {
                        window.record((i + thread) % 3 == 0, (i + thread) % 5 == 0, 0);
                    }
                };
            }

            @Override
            public String broken() {
                for (int i = 0; i < 100; i++) {
                    window.record(i < 40, i < 20, 0);
                }
                OutcomeWindow.Counts counts = window.counts(0);
                return counts.calls == 100 && counts.failed == 40 && counts.slow == 20
                        ? null
                        : counts.calls + " " + counts.failed + " " + counts.slow;
            }
        });
    }

    /** Counts by reading and writing, as if it were alone. */
    private static final class LossyWindow extends OutcomeWindow {
        private final boolean[] failures = new boolean[100];
        private final boolean[] slows = new boolean[100];
        private int next;
        private int failed;
        private int slow;

        @Override
        void record(boolean isFailed, boolean isSlow, long nowNanos) {
            int place = next++ % 100;
            int failedBefore = failed + (isFailed ? 1 : 0) - (failures[place] ? 1 : 0);
            int slowBefore = slow + (isSlow ? 1 : 0) - (slows[place] ? 1 : 0);
            Thread.yield();
            failures[place] = isFailed;
            slows[place] = isSlow;
            failed = failedBefore;
            slow = slowBefore;
        }

        @Override
        boolean hasBad(long nowNanos) {
            return true;
        }

        @Override
        Counts counts(long nowNanos) {
            return new Counts(100, failed, slow);
        }
    }

    /**
     * A breaker that is opened, probed and closed all the time: each change is told once, each from what the last led
     * to.
     */
    @Test
    void changesOfStateFollowEachOther() throws Exception {
        LongAdder wrong = new LongAdder();
        BreakerSettings settings = BreakerSettings.builder()
                .windowOfCalls(10)
                .minimumCalls(2)
                .halfOpenCalls(2)
                .openFor(Duration.ofNanos(50_000))
                .build();
        AtomicInteger changes = new AtomicInteger();
        CircuitBreaker breaker = new CircuitBreaker("test", settings, SystemClock.INSTANCE, (which, from, to, why) -> {
            changes.incrementAndGet();
            if (from == to) {
                wrong.increment();
            }
        });
        String broken = Stress.run(new Stress.Round() {
            @Override
            public Stress.Work begin() {
                return thread -> {
                    for (int i = 0; i < 200; i++) {
                        long permit = breaker.tryAcquire();
                        if (permit != CircuitBreaker.REFUSED) {
                            switch ((i + thread) % 4) {
                                case 0 -> breaker.released(permit);
                                case 1 -> breaker.succeeded(permit, 0);
                                default -> breaker.failed(permit, 0);
                            }
                        }
                    }
                };
            }

            @Override
            public String broken() {
                return wrong.sum() == 0 ? null : wrong + " changes to the same state";
            }
        });
        assertThat(broken).isNull();
        assertThat(changes.get()).isGreaterThan(100);
    }
}
