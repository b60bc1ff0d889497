package io.datapunk.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerSettings;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.guard.WaitingLimit;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.FailureMatcher;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.Nested;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.VirtualClock;
import io.datapunk.retry.time.VirtualTimer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls with guards, in scenarios: given a guard, when attempts end so, then the call ends so. */
class GuardedRetryTest {

    private final VirtualClock clock = new VirtualClock();
    private final VirtualTimer timer = new VirtualTimer();
    private final RetryEngine engine =
            new RetryEngine(clock, timer, () -> 0.5, ErrorReporter.IGNORED, CallResult.FAILURES);
    private final AtomicInteger attempts = new AtomicInteger();
    private final CircuitBreaker breaker = new CircuitBreaker(
            "service",
            BreakerSettings.builder().windowOfCalls(10).minimumCalls(2).build(),
            clock,
            BreakerListener.NONE);
    private final RetryBudget budget = new RetryBudget("shared", 0, 2, clock);

    @Test
    void anOpenBreakerRefusesAtOnce() {
        Retry retry = retry(RetryPolicy.builder(), Guards.NONE.withBreaker(breaker));
        breaker.open();

        Throwable thrown = catchThrowable(() -> retry.run(this::fail));

        assertThat(thrown)
                .isExactlyInstanceOf(CircuitOpenException.class)
                .hasMessage("the circuit breaker service is open")
                .hasNoCause();
        assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo(GuardedRetryTest.class.getName());
        assertThat(attempts).hasValue(0);
        assertThat(retry.metrics().count(CallOutcome.BREAKER_REJECTED)).isEqualTo(1);
        assertThat(retry.metrics().lastDecision()).hasToString("BreakerRejected: the circuit breaker service is open");
    }

    @Test
    void aBreakerThatOpensOnTheWayEndsTheCallWithTheLastFailure() {
        Retry retry = retry(RetryPolicy.builder().maxAttempts(5), Guards.NONE.withBreaker(breaker));

        assertThat(catchThrowable(() -> retry.run(this::fail))).isInstanceOf(IOException.class);

        assertThat(attempts).hasValue(2);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(retry.metrics().count(CallOutcome.BREAKER_REJECTED)).isEqualTo(1);
        assertThat(retry.metrics().retries()).isEqualTo(1 + 1);
    }

    @Test
    void callersGetWhatTheyKnowHowToHandle() {
        Guards guards = Guards.NONE.withBreaker(breaker).withOpenFailure(TimeoutException::new);
        breaker.open();
        assertThat(catchThrowable(() -> retry(RetryPolicy.builder(), guards).run(this::fail)))
                .isExactlyInstanceOf(TimeoutException.class)
                .hasMessage("the circuit breaker service is open");
        Guards nothing = Guards.NONE.withBreaker(breaker).withOpenFailure(message -> null);
        assertThat(catchThrowable(() -> retry(RetryPolicy.builder(), nothing).run(this::fail)))
                .isExactlyInstanceOf(CircuitOpenException.class);
    }

    @Test
    void theBreakerHearsOfEachAttempt() {
        OutcomeRules rules = OutcomeRules.builder()
                .retryOn(FailureMatcher.of("java.io.IOException"))
                .abortOn(FailureMatcher.of("java.io.FileNotFoundException"))
                .build();
        Retry retry = retry(RetryPolicy.builder().outcomes(rules).maxAttempts(1), Guards.NONE.withBreaker(breaker));

        call(retry, new FileNotFoundException());
        call(retry, new IllegalStateException());
        assertThat(breaker.bufferedCalls()).isEqualTo(2);
        assertThat(breaker.failureRate()).isZero();
        call(retry, new OutOfMemoryError());
        call(retry, new InterruptedException());
        assertThat(breaker.bufferedCalls())
                .as("what is never retried says nothing")
                .isEqualTo(2);
        call(retry, new IOException());
        assertThat(breaker.failureRate()).isGreaterThan(0.3);
    }

    @Test
    void noPermitIsLostToAnError() {
        Retry retry = retry(RetryPolicy.builder().maxAttempts(1), Guards.NONE.withBreaker(breaker));
        breaker.open();
        clock.advanceMillis(30_000);
        for (int i = 0; i < 10; i++) {
            call(retry, new StackOverflowError());
        }
        for (int i = 0; i < 3; i++) {
            retry.run(() -> {});
        }
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void anEmptyBudgetEndsTheCall() {
        Retry retry = retry(RetryPolicy.builder().maxAttempts(9), Guards.NONE.withBudget(budget));

        assertThat(catchThrowable(() -> retry.run(this::fail))).isInstanceOf(IOException.class);

        assertThat(attempts).hasValue(3);
        assertThat(retry.metrics().count(CallOutcome.BUDGET_DENIED)).isEqualTo(1);
        assertThat(retry.metrics().retries()).isEqualTo(budget.withdrawn()).isEqualTo(2);
        assertThat(budget.denied()).isEqualTo(1);
        assertThat(retry.metrics().lastDecision())
                .hasToString("BudgetDenied after 3 attempts: the budget shared has no token left");
        Retry wrapping = retry(RetryPolicy.builder().onExhausted(OnExhausted.WRAP), Guards.NONE.withBudget(budget));
        assertThat(catchThrowable(() -> wrapping.run(this::fail)))
                .isExactlyInstanceOf(RetryExhaustedException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void theTokenIsSpentLast() {
        Guards guards = Guards.NONE.withBudget(budget);
        call(retry(RetryPolicy.builder().maxAttempts(1), guards), new IOException());
        call(retry(RetryPolicy.builder().timeout(Duration.ofMillis(50)), guards), new IOException());
        call(retry(RetryPolicy.builder(), guards), new IllegalStateException());
        WaitingLimit full = new WaitingLimit(1);
        assertThat(full.tryEnter()).isTrue();
        Retry limited = retry(RetryPolicy.builder(), guards.withWaitingLimit(full));
        call(limited, new IOException());

        assertThat(budget.withdrawn() + budget.denied()).isZero();
        assertThat(limited.metrics().count(CallOutcome.BUDGET_DENIED)).isEqualTo(1);
        assertThat(limited.metrics().lastDecision())
                .hasToString("BudgetDenied after 1 attempt: max-waiting is 1, and as many wait");
        assertThat(full.waiting()).isEqualTo(1);
    }

    @Test
    void whoObservesOnlyCounts() {
        Guards guards = Guards.NONE.withBudget(budget).withBreaker(breaker).withWaitingLimit(new WaitingLimit(1));
        Retry retry = retry(RetryPolicy.builder().mode(Mode.OBSERVE), guards);
        call(retry, new IOException());
        assertThat(retry.metrics().wouldRetry()).isEqualTo(1);
        breaker.open();
        call(retry, new IOException());

        assertThat(attempts).as("refused, it runs all the same").hasValue(2);
        assertThat(clock.waitsMillis()).isEmpty();
        assertThat(retry.metrics().wouldRetry()).isEqualTo(1);
        assertThat(retry.metrics().count(CallOutcome.NOT_RETRYABLE)).isEqualTo(2);
    }

    @Test
    void aCallThatCannotBeBegunIsCountedOnce() {
        RetryEngine withoutThreads = new RetryEngine(
                clock,
                (task, nanos) -> {
                    throw new IllegalStateException("no thread can be made");
                },
                () -> 0.5,
                ErrorReporter.IGNORED,
                CallResult.FAILURES);
        Retry retry = Retry.with(
                RetryPolicy.builder().attemptTimeout(Duration.ofSeconds(1)).build(), Guards.NONE, withoutThreads);

        assertThat(catchThrowable(() -> retry.run(this::fail))).hasMessage("no thread can be made");

        assertThat(attempts).hasValue(0);
        assertThat(retry.metrics().count(CallOutcome.NOT_RETRYABLE)).isEqualTo(1);
    }

    @Test
    void threeLayersMakeThreeCallsAtTheBottom() {
        Retry bottom = retry(RetryPolicy.builder(), Guards.NONE);
        Retry middle = retry(
                RetryPolicy.builder()
                        .outcomes(OutcomeRules.builder()
                                .retryOn(FailureMatcher.of("java.lang.Exception"))
                                .build()),
                Guards.NONE);
        Retry top = retry(RetryPolicy.builder().onExhausted(OnExhausted.WRAP), Guards.NONE);

        Throwable thrown = catchThrowable(() -> top.run(() -> middle.run(() -> {
            try {
                bottom.run(this::fail);
            } catch (IOException e) {
                throw new IOException("wrapped", new RuntimeException(e));
            }
        })));

        assertThat(attempts).hasValue(3);
        assertThat(thrown).hasMessage("wrapped");
        assertThat(top.metrics().count(CallOutcome.NOT_RETRYABLE)).isEqualTo(1);
        assertThat(top.metrics().lastDecision())
                .hasToString("NotRetryable after 1 attempt: an inner method has given up on it");
    }

    @Test
    void whereTheyMayMultiplyTheyDo() {
        Retry inner = retry(RetryPolicy.builder(), Guards.NONE);
        Retry outer = retry(RetryPolicy.builder().nested(Nested.ALLOW), Guards.NONE);
        call(outer, () -> inner.run(this::fail));
        assertThat(attempts).hasValue(9);
    }

    @Test
    void theRefusalOfABreakerIsNotRetriedByAMethodAbove() {
        Retry inner = retry(RetryPolicy.builder(), Guards.NONE.withBreaker(breaker));
        Retry outer = retry(
                RetryPolicy.builder()
                        .outcomes(OutcomeRules.builder()
                                .retryOn(FailureMatcher.of("java.lang.Exception"))
                                .build()),
                Guards.NONE);
        breaker.open();
        AtomicInteger calls = new AtomicInteger();
        call(outer, () -> {
            calls.incrementAndGet();
            inner.run(this::fail);
        });
        assertThat(calls).hasValue(1);
    }

    @Test
    void anotherThreadsRethrowIsKnown() {
        Retry inner = retry(RetryPolicy.builder(), Guards.NONE);
        Retry outer = retry(RetryPolicy.builder(), Guards.NONE);
        call(outer, () -> {
            Throwable[] thrown = new Throwable[1];
            Thread worker = new Thread(() -> thrown[0] = catchThrowable(() -> inner.run(this::fail)));
            worker.start();
            worker.join();
            throw (IOException) thrown[0];
        });
        assertThat(attempts).hasValue(3);
    }

    @Test
    void recursionMakesAsManyCallsAsItsLastLevel() {
        Retry retry = retry(RetryPolicy.builder(), Guards.NONE);
        call(retry, () -> recurse(retry, 4));
        assertThat(attempts).hasValue(3);
    }

    private void recurse(Retry retry, int depth) throws IOException {
        if (depth == 0) {
            fail();
        }
        retry.run(() -> recurse(retry, depth - 1));
    }

    @Test
    void anAttemptUnderWatchIsForgottenOnceItHasEnded() {
        Retry retry = retry(RetryPolicy.builder().attemptTimeout(Duration.ofSeconds(2)), Guards.NONE);
        retry.run(() -> assertThat(timer.delaysMillis()).containsExactly(2_000L));
        assertThat(timer.delaysMillis()).isEmpty();
        call(retry, new IOException());
        assertThat(timer.delaysMillis()).isEmpty();
    }

    @Test
    void anAttemptThatTakesTooLongIsRetried() {
        Retry retry = retry(
                RetryPolicy.builder().attemptTimeout(Duration.ofSeconds(2)).onExhausted(OnExhausted.WRAP), Guards.NONE);

        Throwable thrown = catchThrowable(() -> retry.run(() -> {
            attempts.incrementAndGet();
            timer.runAll();
            Thread.sleep(60_000);
        }));

        assertThat(attempts).hasValue(3);
        assertThat(thrown).isExactlyInstanceOf(RetryExhaustedException.class);
        assertThat(thrown.getCause())
                .isExactlyInstanceOf(RetryTimeoutException.class)
                .hasMessage("attempt 3 took longer than attempt-timeout 2000ms and was cut short")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private void fail() throws IOException {
        attempts.incrementAndGet();
        throw new IOException("attempt " + attempts);
    }

    private void call(Retry retry, Throwable failure) {
        call(retry, () -> {
            attempts.incrementAndGet();
            throw failure;
        });
    }

    private static void call(Retry retry, Retry.Action<Throwable> action) {
        assertThat(catchThrowable(() -> retry.run(action))).isNotNull();
    }

    private Retry retry(RetryPolicy.Builder policy, Guards guards) {
        return Retry.with(policy.build(), guards, engine);
    }

    private Retry uninterrupted() {
        return retry(
                RetryPolicy.builder()
                        .attemptTimeout(Duration.ofSeconds(2), false)
                        .maxAttempts(2)
                        .onExhausted(OnExhausted.RETHROW),
                Guards.NONE);
    }

    @Test
    void anAttemptThatIsNotToBeInterruptedAndReturnsLateIsASuccess() throws Exception {
        Retry retry = uninterrupted();

        String result = retry.call(() -> {
            clock.advanceMillis(9_000);
            return "late";
        });

        assertThat(result).isEqualTo("late");
        assertThat(timer.delaysMillis()).as("nothing is to interrupt it").isEmpty();
        assertThat(retry.metrics().count(CallOutcome.FIRST_TRY_SUCCESS)).isEqualTo(1);
    }

    @Test
    void anAttemptThatIsNotToBeInterruptedAndFailsLateHasTimedOut() {
        Retry retry = uninterrupted();
        IllegalStateException late = new IllegalStateException("late");

        Throwable thrown = catchThrowable(() -> retry.run(() -> {
            attempts.incrementAndGet();
            clock.advanceMillis(2_000);
            throw late;
        }));

        assertThat(thrown)
                .isExactlyInstanceOf(RetryTimeoutException.class)
                .hasMessage("attempt 2 took longer than attempt-timeout 2000ms")
                .hasCause(late);
        assertThat(attempts)
                .as("a failure that no rule names is retried where it comes late")
                .hasValue(2);
        assertThat(retry.metrics().count(CallOutcome.EXHAUSTED)).isEqualTo(1);
    }

    @Test
    void anAttemptThatFailsInTimeHasFailedByItself() {
        Retry retry = uninterrupted();
        IllegalStateException early = new IllegalStateException("early");

        assertThat(catchThrowable(() -> retry.run(() -> {
                    clock.advanceMillis(1_999);
                    throw early;
                })))
                .isSameAs(early);
        assertThat(retry.metrics().count(CallOutcome.NOT_RETRYABLE)).isEqualTo(1);
    }
}
