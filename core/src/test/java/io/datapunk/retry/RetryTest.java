package io.datapunk.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.ExponentialBackoff;
import io.datapunk.retry.backoff.FixedBackoff;
import io.datapunk.retry.backoff.Jitter;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.FailureMatcher;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.outcome.PropertyPath;
import io.datapunk.retry.outcome.ResultMatcher;
import io.datapunk.retry.outcome.StatusCodes;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.Nested;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.VirtualClock;
import io.datapunk.retry.time.VirtualTimer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a programmer sees of a call, in scenarios: given a policy, when attempts end so, then the call ends so. */
class RetryTest {

    private final VirtualClock clock = new VirtualClock();
    private final RetryEngine engine =
            new RetryEngine(clock, new VirtualTimer(), () -> 0.5, ErrorReporter.IGNORED, CallResult.FAILURES);
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void firstSuccessIsReturnedAndCounted() throws Exception {
        Retry retry = retry(policy());

        assertThat(retry.call(() -> failing(0, "x"))).isEqualTo("x");

        assertCounts(retry, CallOutcome.FIRST_TRY_SUCCESS, 0);
        assertThat(clock.waitsMillis()).isEmpty();
    }

    @Test
    void twoFailuresThenSuccess() throws Exception {
        Retry retry = retry(policy());

        assertThat(retry.call(() -> failing(2, "x"))).isEqualTo("x");

        assertCounts(retry, CallOutcome.RETRIED_SUCCESS, 2);
        assertThat(clock.waitsMillis()).containsExactly(100L, 200L);
        assertThat(retry.metrics().waitMillis()).isEqualTo(300);
        assertThat(retry.metrics().waiting()).isZero();
        assertThat(retry.metrics().lastFailure()).isEqualTo("java.io.IOException");
        assertThat(retry.metrics().lastFailureAt()).isEqualTo(1_000_000_000_100L);
    }

    @Test
    void whereThereIsNothingToMeasureNoClockIsRead() throws Exception {
        BackoffPlan none =
                BackoffPlan.builder(new FixedBackoff(0)).jitter(Jitter.NONE).build();
        Retry retry = retry(policy().backoff(none));

        assertThat(retry.call(() -> failing(2, "x"))).isEqualTo("x");

        assertCounts(retry, CallOutcome.RETRIED_SUCCESS, 2);
        assertThat(retry.metrics().waitMillis()).isZero();
        assertThat(clock.readings()).isZero();
        assertThat(clock.waitsMillis()).isEmpty();
    }

    @Test
    void exhaustionRethrowsTheLastFailureUntouched() {
        Retry retry = retry(policy());
        IOException last = new IOException("third");
        StackTraceElement[] trace = last.getStackTrace();

        Throwable thrown = catchThrowable(() -> retry.run(() -> {
            throw attempts.incrementAndGet() == 3 ? last : new IOException("earlier");
        }));

        assertThat(thrown).isSameAs(last).hasNoSuppressedExceptions().hasNoCause();
        assertThat(thrown.getStackTrace()).isEqualTo(trace);
        assertCounts(retry, CallOutcome.EXHAUSTED, 2);
        assertThat(retry.metrics().lastDecision()).hasToString("Exhausted after 3 attempts: max-attempts is 3");
    }

    @Test
    void wrappingCarriesTheEarlierFailures() {
        Retry retry = retry(policy().onExhausted(OnExhausted.WRAP));

        Throwable thrown = catchThrowable(() -> retry.run(() -> {
            throw new IOException("number " + attempts.incrementAndGet());
        }));

        assertThat(thrown).isInstanceOf(RetryExhaustedException.class).hasRootCauseMessage("number 3");
        assertThat(((RetryException) thrown).getAttempts()).isEqualTo(3);
        assertThat(thrown.getSuppressed()).extracting(Throwable::getMessage).containsExactly("number 1", "number 2");
        assertThat(thrown.getStackTrace()[0].getClassName()).startsWith(RetryTest.class.getName());
        assertThat(thrown.getMessage()).contains("Exhausted after 3 attempts", "number 3");
    }

    @Test
    void wrappingOneInstanceThrownAgainAndAgain() {
        Retry retry = retry(policy().onExhausted(OnExhausted.WRAP).maxAttempts(1000));
        IOException same = new IOException("always this one");

        Throwable thrown = catchThrowable(() -> retry.run(() -> {
            throw same;
        }));

        assertThat(thrown).hasCause(same).hasNoSuppressedExceptions();
    }

    @Test
    void theWrappedFailuresAreBounded() {
        Retry retry = retry(policy().onExhausted(OnExhausted.WRAP).maxAttempts(1000));

        Throwable thrown = catchThrowable(() -> retry.run(() -> {
            throw new IOException("number " + attempts.incrementAndGet());
        }));

        assertThat(thrown.getSuppressed()).hasSize(10);
        assertThat(thrown.getSuppressed()[9]).hasMessage("number 999");
    }

    @Test
    void aValueInPlaceOfTheFailure() throws Exception {
        Retry retry = retry(policy().onExhausted(OnExhausted.returning("none")));

        assertThat(retry.call(() -> failing(9, "x"))).isEqualTo("none");

        assertCounts(retry, CallOutcome.EXHAUSTED, 2);
    }

    @Test
    void whatNoRuleNamesIsNotRetried() {
        Retry retry = retry(policy().onExhausted(OnExhausted.WRAP));
        IllegalStateException failure = new IllegalStateException();

        assertThatThrownBy(() -> retry.run(() -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertCounts(retry, CallOutcome.NOT_RETRYABLE, 0);
    }

    @Test
    void resultsAreRetried() {
        OutcomeRules rules = OutcomeRules.builder()
                .retryIf(ResultMatcher.status(StatusCodes.parse(List.of("502-504")), null))
                .build();
        Retry retry = retry(policy().outcomes(rules));

        assertThat(retry.get(() -> attempts.incrementAndGet() < 3 ? 503 : 200)).isEqualTo(200);
        assertCounts(retry, CallOutcome.RETRIED_SUCCESS, 2);

        assertThat(retry.get(() -> 504)).isEqualTo(504);
        assertThat(retry.metrics().count(CallOutcome.EXHAUSTED)).isEqualTo(1);
        assertThat(retry.metrics().calls()).isEqualTo(2);
    }

    @Test
    void noWaitIsBegunThatWouldEndPastTheTimeout() {
        Retry retry = retry(policy().maxAttempts(10).timeout(Duration.ofMillis(700)));

        // waits of 100 and 200 ms fit, the third of 400 would end exactly at the timeout
        assertThatThrownBy(() -> retry.run(() -> {
                    throw new IOException();
                }))
                .isInstanceOf(IOException.class);

        assertThat(clock.waitsMillis()).containsExactly(100L, 200L);
        assertCounts(retry, CallOutcome.TIMED_OUT, 2);
    }

    @Test
    void attemptsCountForTheTimeoutToo() {
        Retry retry = retry(policy().timeout(Duration.ofMillis(1000)).onExhausted(OnExhausted.WRAP));

        assertThatThrownBy(() -> retry.run(() -> {
                    clock.advanceMillis(950);
                    throw new IOException();
                }))
                .isInstanceOf(RetryTimeoutException.class)
                .hasCauseInstanceOf(IOException.class);

        assertThat(clock.waitsMillis()).isEmpty();
        assertCounts(retry, CallOutcome.TIMED_OUT, 0);
    }

    @Test
    void unlimitedAttemptsEndAtTheTimeout() {
        Retry retry = retry(policy().unlimitedAttempts().timeout(Duration.ofHours(1)));

        assertThatThrownBy(() -> retry.run(() -> {
                    throw new IOException();
                }))
                .isInstanceOf(IOException.class);

        assertThat(clock.nanoTime())
                .isBetween(Duration.ofMinutes(59).toNanos(), Duration.ofHours(1).toNanos());
        assertThat(retry.metrics().count(CallOutcome.TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        Retry retry = retry(policy());
        IOException failure = new IOException();
        clock.whileParked = () -> Thread.currentThread().interrupt();

        Throwable thrown = catchThrowable(() -> retry.run(() -> {
            attempts.incrementAndGet();
            throw failure;
        }));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isSameAs(failure);
        assertThat(attempts).hasValue(1);
        assertCounts(retry, CallOutcome.INTERRUPTED, 1);
    }

    @Test
    void anInterruptedThreadDoesNotBeginToWait() {
        Retry retry = retry(policy());
        Throwable thrown = catchThrowable(() -> retry.run(() -> {
            Thread.currentThread().interrupt();
            throw new IOException();
        }));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOf(IOException.class);
        assertThat(clock.waitsMillis()).isEmpty();
        assertCounts(retry, CallOutcome.INTERRUPTED, 1);
    }

    @Test
    void stoppingWakesThoseWhoWait() {
        Retry retry = retry(policy());
        clock.whileParked = () -> engine.waiters().stop();

        assertThatThrownBy(() -> retry.run(() -> {
                    throw new IOException();
                }))
                .isInstanceOf(IOException.class);

        assertCounts(retry, CallOutcome.STOPPED, 1);
    }

    @Test
    void threeLayersOfThreeAttemptsMakeThreeCallsAtTheBottom() {
        Retry bottom = retry(policy());
        Retry middle = retry(policy());
        Retry top = retry(policy());

        assertThatThrownBy(() -> top.run(() -> middle.run(() -> {
                    try {
                        bottom.run(() -> {
                            attempts.incrementAndGet();
                            throw new IOException();
                        });
                    } catch (IOException e) {
                        throw new IOException("a layer that wraps", e);
                    }
                })))
                .isInstanceOf(IOException.class);

        assertThat(attempts).hasValue(3);
        assertCounts(bottom, CallOutcome.EXHAUSTED, 2);
        assertCounts(middle, CallOutcome.NOT_RETRYABLE, 0);
        assertCounts(top, CallOutcome.NOT_RETRYABLE, 0);
    }

    @Test
    void nestedResultsDoNotMultiplyEither() {
        OutcomeRules rules = OutcomeRules.builder()
                .retryIf(ResultMatcher.status(StatusCodes.parse(List.of("503")), null))
                .build();
        Retry bottom = retry(policy().outcomes(rules));
        Retry top = retry(policy().outcomes(rules));

        assertThat(top.get(() -> bottom.get(() -> {
                    attempts.incrementAndGet();
                    return 503;
                })))
                .isEqualTo(503);

        assertThat(attempts).hasValue(3);
    }

    @Test
    void nestedRetriesMultiplyWhereTheyAreAllowedTo() {
        Retry bottom = retry(policy());
        Retry top = retry(policy().nested(Nested.ALLOW));

        assertThatThrownBy(() -> top.run(() -> bottom.run(() -> {
                    attempts.incrementAndGet();
                    throw new IOException();
                })))
                .isInstanceOf(IOException.class);

        assertThat(attempts).hasValue(9);
    }

    @Test
    void aPreallocatedFailureOfAnEarlierCallIsRetriedAgain() {
        Retry retry = retry(policy());
        IOException preallocated = new IOException();
        for (int call = 1; call <= 2; call++) {
            assertThatThrownBy(() -> retry.run(() -> {
                        attempts.incrementAndGet();
                        throw preallocated;
                    }))
                    .isSameAs(preallocated);
            assertThat(attempts).hasValue(3 * call);
        }
    }

    @Test
    void switchedOffRunsThePlainTask() {
        Retry retry = retry(policy().mode(Mode.OFF));

        assertThatThrownBy(() -> retry.run(() -> {
                    attempts.incrementAndGet();
                    throw new IOException();
                }))
                .isInstanceOf(IOException.class);

        assertThat(attempts).hasValue(1);
        assertThat(retry.metrics().calls()).isZero();
    }

    @Test
    void observingRetriesNothingAndCountsWhatItWould() {
        Retry retry = retry(policy().mode(Mode.OBSERVE));

        assertThatThrownBy(() -> retry.run(() -> {
                    attempts.incrementAndGet();
                    throw new IOException();
                }))
                .isInstanceOf(IOException.class);

        assertThat(attempts).hasValue(1);
        assertCounts(retry, CallOutcome.NOT_RETRYABLE, 0);
        assertThat(retry.metrics().wouldRetry()).isEqualTo(1);
        assertThat(clock.waitsMillis()).isEmpty();
    }

    @Test
    void aNamedErrorIsRetriedAndAnOutOfMemoryErrorNever() {
        OutcomeRules rules = OutcomeRules.builder()
                .retryOn(FailureMatcher.of("java.lang.Error"))
                .build();
        Retry retry = retry(policy().outcomes(rules));
        assertThatThrownBy(() -> retry.run(() -> {
                    attempts.incrementAndGet();
                    throw new AssertionError();
                }))
                .isInstanceOf(AssertionError.class);
        assertThat(attempts).hasValue(3);

        assertThatThrownBy(() -> retry.run(() -> {
                    attempts.incrementAndGet();
                    throw new OutOfMemoryError();
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(attempts).hasValue(4);
    }

    @Test
    void aBackoffThatFailsDoesNotFailTheCall() throws Exception {
        Retry retry = retry(RetryPolicy.builder()
                .backoff(BackoffPlan.builder((n, previous, random) -> {
                            throw new IllegalStateException("a user's own");
                        })
                        .build()));

        assertThat(retry.call(() -> failing(2, "x"))).isEqualTo("x");
        assertThat(clock.waitsMillis()).containsExactly(100L, 200L);
    }

    @Test
    void aValueReturnedInPlaceOfAFailureIsNotRetriedAbove() {
        OutcomeRules nulls =
                OutcomeRules.builder().retryIf(ResultMatcher.equalTo(null)).build();
        Retry bottom = retry(policy().onExhausted(OnExhausted.returning(null)));
        Retry top = retry(policy().outcomes(nulls));

        assertThat(top.<Object>get(() -> {
                    try {
                        return bottom.call(() -> {
                            attempts.incrementAndGet();
                            throw new IOException();
                        });
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }))
                .isNull();

        assertThat(attempts).hasValue(3);
    }

    @Test
    @SuppressWarnings("try") // a close that can be interrupted is the point
    void anInterruptWhileAResultIsDiscardedIsNotLost() {
        OutcomeRules all = OutcomeRules.builder()
                .retryIf(ResultMatcher.propertyIn(PropertyPath.parse("toString"), List.of("again")))
                .build();
        AutoCloseable interrupting = new AutoCloseable() {
            @Override
            public void close() throws InterruptedException {
                throw new InterruptedException();
            }

            @Override
            public String toString() {
                return "again";
            }
        };
        Retry retry = retry(policy().outcomes(all));

        AutoCloseable result = retry.get(() -> interrupting);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isSameAs(interrupting);
        assertCounts(retry, CallOutcome.INTERRUPTED, 1);
    }

    private static RetryPolicy.Builder policy() {
        return RetryPolicy.builder()
                .backoff(BackoffPlan.builder(new ExponentialBackoff(100_000_000L, 2))
                        .jitter(Jitter.NONE)
                        .build());
    }

    private Retry retry(RetryPolicy.Builder policy) {
        return Retry.with(policy.build(), Guards.NONE, engine);
    }

    private String failing(int failures, String result) throws IOException {
        if (attempts.getAndIncrement() < failures) {
            throw new IOException("failure " + attempts);
        }
        return result;
    }

    private static void assertCounts(Retry retry, CallOutcome outcome, int retries) {
        CallMetrics metrics = retry.metrics();
        assertThat(metrics.calls()).isEqualTo(1);
        assertThat(metrics.count(outcome)).isEqualTo(1);
        assertThat(metrics.retries()).isEqualTo(retries);
    }
}
