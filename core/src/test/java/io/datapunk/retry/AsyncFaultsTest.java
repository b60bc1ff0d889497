package io.datapunk.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.Jitter;
import io.datapunk.retry.call.CallListener;
import io.datapunk.retry.call.ExceptionFactory;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerSettings;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.guard.WaitingLimit;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.Clock;
import io.datapunk.retry.time.Timer;
import io.datapunk.retry.time.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each part that an asynchronous call uses throws, at each of the times that it is used: the caller's future completes
 * all the same, with an outcome of the method's own, and the call is counted once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the test looks at the attempts instead
class AsyncFaultsTest {

    private static final List<Supplier<Throwable>> KINDS = List.of(
            () -> new IllegalStateException("injected"),
            () -> new AssertionError("injected"),
            () -> new StackOverflowError("injected"),
            () -> new OutOfMemoryError("injected"),
            () -> new NoClassDefFoundError("injected"));

    private enum Part {
        CLOCK,
        EPOCH,
        TIMER,
        RANDOM,
        PROBLEMS,
        FAILURES,
        LISTENER,
        BREAKER_LISTENER,
        BACKOFF,
        EXECUTOR
    }

    private enum Ends {
        WELL,
        FAILS_ONCE,
        FAILS,
        THROWS,
        HANGS,
        CANCELLED
    }

    @TestFactory
    List<DynamicTest> theCallersFutureCompletesWithTheMethodsOwnOutcomeWhicheverPartThrows() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Part part : Part.values()) {
            tests.add(DynamicTest.dynamicTest(part.name(), () -> {
                int points = 0;
                for (Ends ends : Ends.values()) {
                    for (Supplier<Throwable> kind : KINDS) {
                        points += everyTime(part, ends, kind);
                    }
                }
                assertThat(points).as("how often it was used, and threw").isGreaterThan(5);
            }));
        }
        return tests;
    }

    /** Throws at the first use, then at the second, and so on; gives how many there are. */
    private static int everyTime(Part part, Ends ends, Supplier<Throwable> kind) {
        int n = 0;
        boolean hasThrown = true;
        while (hasThrown) {
            hasThrown = new Scenario(part, n++, ends, kind).run();
        }
        return n - 1;
    }

    /** One call, on virtual time, of which one part throws from the n-th use on. */
    private static final class Scenario {
        private final Part part;
        private final int from;
        private final Ends ends;
        private final Supplier<Throwable> kind;
        private final VirtualTime time = new VirtualTime();
        private final Deque<Runnable> executed = new ArrayDeque<>();
        private final List<CompletableFuture<String>> attempts = new ArrayList<>();
        private int uses;
        private boolean hasThrown;

        Scenario(Part part, int from, Ends ends, Supplier<Throwable> kind) {
            this.part = part;
            this.from = from;
            this.ends = ends;
            this.kind = kind;
        }

        private void use(Part used) {
            if (part == Part.PROBLEMS && used == Part.LISTENER) { // or there is nothing to report
                throw new IllegalStateException("not injected");
            }
            if (used == part && uses++ >= from) {
                hasThrown = true;
                AsyncFaultsTest.<RuntimeException>sneaky(kind.get());
            }
        }

        /** Whether the part was used often enough to throw. */
        boolean run() {
            Retry retry = retry();
            CompletableFuture<String> result;
            try {
                result = retry.callAsync(this::attempt, task -> {
                    use(Part.EXECUTOR);
                    executed.add(task);
                });
            } catch (Throwable t) { // before the first attempt there is no outcome but this
                assertThat(attempts).as(toString()).isEmpty();
                return hasThrown;
            }
            end(result);
            for (int i = 0; i < 20; i++) {
                time.advanceMillis(50);
                while (!executed.isEmpty()) {
                    executed.poll().run();
                }
            }
            if (ends == Ends.HANGS && result == attempts.get(0)) {
                result.cancel(true); // not followed, it hangs as it would without
                assertThat(retry.metrics().calls()).as("calls counted, " + this).isEqualTo(1);
                return hasThrown;
            }
            assertThat(result.handle((value, failure) -> "done")).as(toString()).succeedsWithin(Duration.ofSeconds(10));
            assertThat(outcome(result)).as(toString()).isIn(allowed());
            assertThat(retry.metrics().calls()).as("calls counted, " + this).isEqualTo(1);
            return hasThrown;
        }

        private void end(CompletableFuture<String> result) {
            if (ends == Ends.CANCELLED) {
                result.cancel(true);
            } else if (!attempts.isEmpty()) {
                end(attempts.get(0), 0);
            }
        }

        private void end(CompletableFuture<String> attempt, int number) {
            if (ends == Ends.WELL || ends == Ends.FAILS_ONCE && number > 0) {
                attempt.complete("booked");
            } else if (ends == Ends.FAILS || ends == Ends.FAILS_ONCE) {
                attempt.completeExceptionally(new IOException("refused"));
            }
        }

        private CompletableFuture<String> attempt() {
            if (ends == Ends.THROWS) {
                AsyncFaultsTest.<RuntimeException>sneaky(new IOException("refused"));
            }
            CompletableFuture<String> attempt = new CompletableFuture<>();
            attempts.add(attempt);
            if (attempts.size() > 1) {
                end(attempt, attempts.size() - 1);
            }
            return attempt;
        }

        private List<String> allowed() {
            return switch (ends) {
                case WELL -> List.of("booked");
                case FAILS_ONCE -> List.of("booked", "IOException");
                case HANGS -> List.of("RetryTimeoutException");
                case CANCELLED -> List.of("CancellationException");
                case FAILS, THROWS -> List.of("IOException");
            };
        }

        private static String outcome(CompletableFuture<String> result) {
            try {
                return result.join();
            } catch (CompletionException e) {
                Throwable cause = e.getCause();
                boolean isWrapper = cause instanceof RetryException && cause.getCause() != null;
                return (isWrapper ? cause.getCause() : cause).getClass().getSimpleName();
            } catch (CancellationException e) {
                return e.getClass().getSimpleName();
            }
        }

        private Retry retry() {
            RetryPolicy policy = RetryPolicy.builder()
                    .maxAttempts(3)
                    .timeout(Duration.ofMillis(600))
                    .attemptTimeout(Duration.ofMillis(200))
                    .onExhausted(OnExhausted.WRAP)
                    .backoff(BackoffPlan.builder((n, previous, random) -> {
                                use(Part.BACKOFF);
                                return 50_000_000L;
                            })
                            .jitter(Jitter.percent(0.1))
                            .build())
                    .build();
            BreakerListener breakerListener = (breaker, from2, to, why) -> use(Part.BREAKER_LISTENER);
            BreakerSettings often = BreakerSettings.builder()
                    .windowOfCalls(2)
                    .minimumCalls(1)
                    .openFor(Duration.ofMillis(1))
                    .build();
            Guards guards = Guards.NONE
                    .withBreaker(new CircuitBreaker("test", often, time, breakerListener))
                    .withWaitingLimit(new WaitingLimit(10))
                    .withBudget(new RetryBudget("test", 0.2, 10, time));
            CallListener listener = (decision, last) -> use(Part.LISTENER);
            return Retry.with(policy, guards, engine()).withListener(listener);
        }

        private RetryEngine engine() {
            return new RetryEngine(
                    clock(),
                    timer(),
                    () -> {
                        use(Part.RANDOM);
                        return 0.5;
                    },
                    (what, failure) -> use(Part.PROBLEMS),
                    failures());
        }

        private Clock clock() {
            return new Clock() {
                @Override
                public long nanoTime() {
                    use(Part.CLOCK);
                    return time.nanoTime();
                }

                @Override
                public long epochMillis() {
                    use(Part.EPOCH);
                    return time.epochMillis();
                }

                @Override
                public void park(long nanos) {
                    time.park(nanos);
                }
            };
        }

        private Timer timer() {
            return (task, nanos) -> {
                use(Part.TIMER);
                Timer.Handle handle = time.schedule(task, nanos);
                return () -> {
                    handle.cancel();
                    use(Part.TIMER);
                };
            };
        }

        private ExceptionFactory failures() {
            return new ExceptionFactory() {
                @Override
                public Throwable attemptTimedOut(String message, Throwable cause, int attempts) {
                    use(Part.FAILURES);
                    return CallResult.FAILURES.attemptTimedOut(message, cause, attempts);
                }

                @Override
                public Throwable timeIsOver() {
                    return CallResult.FAILURES.timeIsOver();
                }
            };
        }

        @Override
        public String toString() {
            return part + " throws " + kind.get().getClass().getSimpleName() + " from use " + from + " on, the call "
                    + ends;
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
