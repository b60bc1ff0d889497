package io.datapunk.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.Jitter;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerSettings;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.guard.WaitingLimit;
import io.datapunk.retry.outcome.FailureMatcher;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.outcome.ResultMatcher;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that return a future, on virtual time; the test holds the futures of the attempts in its hand. */
@SuppressWarnings("FutureReturnValueIgnored") // the test looks at the attempts instead
class AsyncRetryTest {

    private final VirtualTime time = new VirtualTime();
    private final List<String> problems = new ArrayList<>();
    private final RetryEngine engine = new RetryEngine(
            time, time, () -> 0.5, (what, failure) -> problems.add(what + ": " + failure), CallResult.FAILURES);
    private final List<CompletableFuture<String>> attempts = new ArrayList<>();
    private final Deque<Runnable> executed = new ArrayDeque<>();
    private Retry retry = with(policy(), Guards.NONE);

    private static RetryPolicy.Builder policy() {
        return RetryPolicy.builder()
                .backoff(BackoffPlan.builder((n, previous, random) -> 100_000_000L)
                        .jitter(Jitter.NONE)
                        .build());
    }

    private Retry with(RetryPolicy.Builder policy, Guards guards) {
        return Retry.with(policy.build(), guards, engine);
    }

    private CompletableFuture<String> call() {
        return retry.callAsync(
                () -> {
                    CompletableFuture<String> attempt = new CompletableFuture<>();
                    attempts.add(attempt);
                    return attempt;
                },
                executed::add);
    }

    private void pass(long millis) {
        time.advanceMillis(millis);
        runExecuted();
    }

    private void runExecuted() {
        while (!executed.isEmpty()) {
            executed.poll().run();
        }
    }

    private void fail(int attempt) {
        attempts.get(attempt).completeExceptionally(new IOException("refused " + attempt));
    }

    private long count(CallOutcome outcome) {
        return retry.metrics().count(outcome);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(problems).isEmpty();
        assertThat(time.dueMillis()).isEmpty();
        assertThat(engine.waiters().count()).isZero();
        assertThat(retry.metrics().waiting()).isZero();
    }

    @Test
    void failsTwiceThenSucceeds() {
        CompletableFuture<String> result = call();
        fail(0);
        assertThat(result).isNotDone();
        assertThat(retry.metrics().waiting()).isEqualTo(1);
        assertThat(engine.waiters().count()).isEqualTo(1);
        pass(99);
        assertThat(attempts).hasSize(1);
        pass(1);
        fail(1);
        pass(100);
        attempts.get(2).complete("booked");

        assertThat(result).isCompletedWithValue("booked");
        assertThat(count(CallOutcome.RETRIED_SUCCESS)).isEqualTo(1);
        assertThat(retry.metrics().retries()).isEqualTo(2);
        assertThat(retry.metrics().waitMillis()).isEqualTo(200);
    }

    @Test
    void aSuccessThatIsThereAlreadyIsHandedOnAsItIs() {
        CompletableFuture<String> there = CompletableFuture.completedFuture("there");

        assertThat(retry.callAsync(() -> there)).isSameAs(there);
        assertThat(count(CallOutcome.FIRST_TRY_SUCCESS)).isEqualTo(1);
    }

    @Test
    void theLastFailureArrivesAsTheAttemptsOwn() {
        retry = with(policy().maxAttempts(2), Guards.NONE);
        CompletableFuture<String> result = call();
        fail(0);
        pass(100);
        IOException last = new IOException("last");
        attempts.get(1).completeExceptionally(last);

        assertThatThrownBy(result::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(last);
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isSameAs(last);
        assertThat(count(CallOutcome.EXHAUSTED)).isEqualTo(1);
    }

    @Test
    void rulesSeeTheFailureWithinTheWrappingAndTheCallerTheWrapping() {
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletionException[] wrapped = new CompletionException[1];
        CompletableFuture<String> result = retry.callAsync(
                () -> source.thenApply(String::trim).whenComplete((v, t) -> wrapped[0] = (CompletionException) t),
                executed::add);
        source.completeExceptionally(new IOException("refused"));
        pass(100);
        pass(100);

        assertThat(retry.metrics().retries()).isEqualTo(2);
        Throwable[] seen = new Throwable[1];
        result.whenComplete((value, failure) -> seen[0] = failure);
        assertThat(seen[0]).isSameAs(wrapped[0]);
        assertThatThrownBy(result::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void whatNoRuleNamesIsNotRetried() {
        CompletableFuture<String> result = call();
        attempts.get(0).completeExceptionally(new IllegalStateException());

        assertThat(result).isCompletedExceptionally();
        assertThat(count(CallOutcome.NOT_RETRYABLE)).isEqualTo(1);
    }

    @Test
    void whatThrowsInsteadOfReturningIsRetriedWithoutHoldingTheCaller() {
        int[] calls = {0};
        CompletableFuture<String> result = retry.callAsync(
                () -> {
                    if (calls[0]++ < 2) {
                        throw new java.io.UncheckedIOException(new IOException("refused"));
                    }
                    return CompletableFuture.completedFuture("booked");
                },
                executed::add);
        assertThat(result).isCompletedExceptionally(); // UncheckedIOException is not an IOException

        retry = with(policy().outcomes(anyException()), Guards.NONE);
        calls[0] = 0;
        CompletableFuture<String> second = retry.callAsync(
                () -> {
                    if (calls[0]++ < 2) {
                        throw new IllegalStateException("refused");
                    }
                    return CompletableFuture.completedFuture("booked");
                },
                executed::add);
        assertThat(second).isNotDone();
        pass(100);
        pass(100);
        assertThat(second).isCompletedWithValue("booked");
    }

    private static OutcomeRules anyException() {
        return OutcomeRules.builder()
                .retryOn(FailureMatcher.of("java.lang.Exception"))
                .build();
    }

    @Test
    void aFutureThatIsNullIsAResult() {
        CompletableFuture<String> result = retry.callAsync((Supplier<CompletionStage<String>>) () -> null);

        assertThat(result).isCompletedWithValue(null);
    }

    @Test
    void cancelledWhileItWaitsItStops() {
        CompletableFuture<String> result = call();
        fail(0);
        result.cancel(true);
        pass(1_000);

        assertThat(attempts).hasSize(1);
        assertThat(count(CallOutcome.STOPPED)).isEqualTo(1);
        assertThat(retry.metrics().lastDecision()).hasToString("Stopped after 1 attempt: it was cancelled");
    }

    @Test
    void cancelledWhileItRunsItCancelsTheAttempt() {
        CompletableFuture<String> result = call();
        fail(0);
        pass(100);
        result.cancel(true);

        assertThat(attempts.get(1)).isCancelled();
        assertThat(count(CallOutcome.STOPPED)).isEqualTo(1);
    }

    @Test
    void completedFromOutsideTheAttemptsFutureIsCompletedLikewise() {
        call().complete("by the caller");
        assertThat(attempts.get(0)).isCompletedWithValue("by the caller");

        IllegalStateException failure = new IllegalStateException();
        call().completeExceptionally(failure);
        assertThat(catchThrowable(attempts.get(1)::join)).cause().isSameAs(failure);
        assertThat(count(CallOutcome.STOPPED)).isEqualTo(2);
    }

    @Test
    void anAttemptThatSomebodyElseCancelsIsAFailureLikeAnother() {
        CompletableFuture<String> result = call();
        attempts.get(0).cancel(true);

        assertThatThrownBy(result::join).isInstanceOf(CancellationException.class);
        assertThat(count(CallOutcome.NOT_RETRYABLE)).isEqualTo(1);
    }

    @Test
    void theTimeIsOverWhileTheFirstAttemptRuns() {
        retry = with(policy().timeout(Duration.ofMillis(250)), Guards.NONE);
        CompletableFuture<String> result = call();
        pass(249);
        assertThat(result).isNotDone();
        pass(1);

        assertThatThrownBy(result::get)
                .hasCauseInstanceOf(RetryTimeoutException.class)
                .hasMessageContaining("TimedOut after 1 attempt: the timeout of 250ms is over");
        assertThat(attempts.get(0)).isCancelled();
        assertThat(count(CallOutcome.TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void theTimeIsOverWhileALaterAttemptRunsAndTheLastFailureStands() {
        retry = with(policy().timeout(Duration.ofMillis(250)), Guards.NONE);
        CompletableFuture<String> result = call();
        fail(0);
        pass(100);
        pass(150);

        assertThatThrownBy(result::get).hasCauseInstanceOf(IOException.class).hasMessageContaining("refused 0");
        assertThat(attempts).hasSize(2).last().matches(CompletableFuture::isCancelled);
        assertThat(count(CallOutcome.TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void noWaitIsBegunThatWouldEndPastTheTimeout() {
        retry = with(policy().timeout(Duration.ofMillis(250)).maxAttempts(9), Guards.NONE);
        CompletableFuture<String> result = call();
        fail(0);
        pass(100);
        pass(60);
        fail(1);

        assertThat(result).isCompletedExceptionally();
        assertThat(count(CallOutcome.TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void anAttemptThatTakesTooLongIsCancelledAndRetried() {
        retry = with(policy().attemptTimeout(Duration.ofMillis(50)).maxAttempts(2), Guards.NONE);
        CompletableFuture<String> result = call();
        pass(50);
        assertThat(attempts.get(0)).isCancelled();
        pass(100);
        assertThat(attempts).hasSize(2);
        attempts.get(0).obtrudeValue("too late");
        pass(50);

        assertThatThrownBy(result::get)
                .hasCauseInstanceOf(RetryTimeoutException.class)
                .hasMessageContaining("attempt 2 took longer than attempt-timeout 50ms and was cut short");
        assertThat(count(CallOutcome.EXHAUSTED)).isEqualTo(1);
    }

    @Test
    void anAttemptThatCannotBeCancelledDoesNotHoldTheCallUp() {
        retry = with(policy().attemptTimeout(Duration.ofMillis(50)).maxAttempts(1), Guards.NONE);
        CompletableFuture<String> result = retry.callAsync(
                () -> new CompletableFuture<String>() {
                    @Override
                    public boolean cancel(boolean mayInterrupt) {
                        throw new IllegalStateException("not now");
                    }
                },
                executed::add);
        pass(50);

        assertThatThrownBy(result::get).hasCauseInstanceOf(RetryTimeoutException.class);
        assertThat(problems).singleElement().asString().contains("an attempt could not be cancelled");
        problems.clear();
    }

    private Retry uninterrupted(int attempts) {
        return with(policy().attemptTimeout(Duration.ofMillis(50), false).maxAttempts(attempts), Guards.NONE);
    }

    @Test
    void anAttemptThatIsNotToBeInterruptedGoesOnBesideTheNext() {
        retry = uninterrupted(2);
        CompletableFuture<String> result = call();
        pass(50);
        assertThat(attempts.get(0)).isNotDone();
        pass(100);
        assertThat(attempts).hasSize(2);
        attempts.get(0).complete("late");

        assertThat(result).isCompletedWithValue("late");
        assertThat(attempts.get(1)).as("nobody wants it any more").isCancelled();
        assertThat(count(CallOutcome.RETRIED_SUCCESS)).isEqualTo(1);
        assertThat(retry.metrics().calls()).isEqualTo(1);
    }

    @Test
    void anAttemptThatComesLateEndsTheWait() {
        retry = uninterrupted(2);
        CompletableFuture<String> result = call();
        pass(60);
        attempts.get(0).complete("late");

        assertThat(result).isCompletedWithValue("late");
        pass(100);
        assertThat(attempts).hasSize(1);
        assertThat(count(CallOutcome.RETRIED_SUCCESS)).isEqualTo(1);
    }

    @Test
    void whatComesLateIsNoResultWhereItFailsOrARuleRetriesIt() {
        retry = with(
                policy().attemptTimeout(Duration.ofMillis(50), false)
                        .maxAttempts(3)
                        .outcomes(OutcomeRules.builder()
                                .retryIf(ResultMatcher.equalTo("busy"))
                                .build()),
                Guards.NONE);
        CompletableFuture<String> result = call();
        pass(150);
        attempts.get(0).complete("busy");
        pass(150);
        attempts.get(1).completeExceptionally(new IOException("late"));
        assertThat(result).isNotDone();
        attempts.get(2).complete("booked");

        assertThat(result).isCompletedWithValue("booked");
        assertThat(count(CallOutcome.RETRIED_SUCCESS)).isEqualTo(1);
    }

    @Test
    void aCallThatHasEndedIsNotEndedAgainByWhatComesLate() {
        retry = uninterrupted(1);
        CompletableFuture<String> result = call();
        pass(50);
        attempts.get(0).complete("too late");

        assertThatThrownBy(result::get)
                .hasCauseInstanceOf(RetryTimeoutException.class)
                .hasMessageEndingWith("attempt 1 took longer than attempt-timeout 50ms");
        assertThat(count(CallOutcome.EXHAUSTED)).isEqualTo(1);
        assertThat(retry.metrics().calls()).isEqualTo(1);
    }

    @Test
    void anOpenBreakerFailsTheFuture() {
        CircuitBreaker breaker = breaker();
        retry = with(policy(), Guards.NONE.withBreaker(breaker));
        breaker.open();
        CompletableFuture<String> result = call();

        assertThatThrownBy(result::get).hasCauseInstanceOf(CircuitOpenException.class);
        assertThat(attempts).isEmpty();
        assertThat(count(CallOutcome.BREAKER_REJECTED)).isEqualTo(1);
    }

    private CircuitBreaker breaker() {
        return new CircuitBreaker(
                "service",
                BreakerSettings.builder().windowOfCalls(10).minimumCalls(2).build(),
                time,
                BreakerListener.NONE);
    }

    @Test
    void aBreakerThatOpensOnTheWayEndsTheCallWithTheLastFailure() {
        CircuitBreaker breaker = breaker();
        retry = with(policy().maxAttempts(5), Guards.NONE.withBreaker(breaker));
        CompletableFuture<String> result = call();
        fail(0);
        pass(100);
        fail(1);
        pass(100);

        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThatThrownBy(result::get).hasCauseInstanceOf(IOException.class);
        assertThat(attempts).hasSize(2);
        assertThat(count(CallOutcome.BREAKER_REJECTED)).isEqualTo(1);
    }

    @Test
    void anAttemptThatHangsUntilTheTimeIsOverIsAFailureToTheBreaker() {
        CircuitBreaker breaker = breaker();
        retry = with(policy().timeout(Duration.ofMillis(50)), Guards.NONE.withBreaker(breaker));
        call();
        call();
        pass(50);

        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void aCancelledCallGivesItsPermitBack() {
        CircuitBreaker breaker = breaker();
        retry = with(policy(), Guards.NONE.withBreaker(breaker));
        call().cancel(true);

        assertThat(breaker.bufferedCalls()).isZero();
    }

    @Test
    void budgetAndWaitingLimitHold() {
        WaitingLimit limit = new WaitingLimit(1);
        RetryBudget budget = new RetryBudget("shared", 0, 2, time);
        retry = with(policy(), Guards.NONE.withWaitingLimit(limit).withBudget(budget));
        CompletableFuture<String> first = call();
        CompletableFuture<String> second = call();
        fail(0);
        fail(1);
        assertThat(second).isCompletedExceptionally();
        pass(100);
        fail(2);
        pass(100);
        fail(3);

        assertThat(first).isCompletedExceptionally();
        assertThat(count(CallOutcome.BUDGET_DENIED)).isEqualTo(1);
        assertThat(count(CallOutcome.EXHAUSTED)).isEqualTo(1);
        assertThat(budget.withdrawn()).isEqualTo(2);
    }

    @Test
    void observeChangesNothing() {
        retry = with(policy().mode(Mode.OBSERVE), Guards.NONE);
        CompletableFuture<String> result = call();
        fail(0);

        assertThat(result).isCompletedExceptionally();
        assertThat(retry.metrics().wouldRetry()).isEqualTo(1);
    }

    @Test
    void whoObservesCutsNothingShort() {
        Duration limit = Duration.ofMillis(50);
        retry = with(policy().mode(Mode.OBSERVE).timeout(limit).attemptTimeout(limit), Guards.NONE);
        CompletableFuture<String> result = call();
        pass(100);
        attempts.get(0).complete("late");

        assertThat(result).isCompletedWithValue("late");
        assertThat(count(CallOutcome.FIRST_TRY_SUCCESS)).isEqualTo(1);
    }

    @Test
    void onExhaustedSaysWhatTheCallerGets() {
        retry = with(policy().maxAttempts(2).onExhausted(OnExhausted.WRAP), Guards.NONE);
        CompletableFuture<String> wrapped = call();
        fail(0);
        pass(100);
        fail(1);
        assertThatThrownBy(wrapped::get)
                .hasCauseInstanceOf(RetryExhaustedException.class)
                .satisfies(
                        thrown -> assertThat(thrown.getCause().getSuppressed()).hasSize(1));

        retry = with(policy().maxAttempts(1).onExhausted(OnExhausted.returning("none")), Guards.NONE);
        CompletableFuture<String> value = call();
        fail(2);
        assertThat(value).isCompletedWithValue("none");
    }

    @Test
    void aMethodAboveDoesNotRetryWhatThisOneRetriedInVain() {
        Retry inner = with(policy().maxAttempts(2), Guards.NONE);
        Supplier<CompletableFuture<String>> failing = () -> {
            CompletableFuture<String> attempt = new CompletableFuture<>();
            attempts.add(attempt);
            return attempt;
        };
        CompletableFuture<String> result =
                retry.callAsync(() -> inner.callAsync(failing, executed::add).thenApply(String::trim), executed::add);
        fail(0);
        pass(100);
        fail(1);

        assertThat(result).isCompletedExceptionally();
        assertThat(attempts).hasSize(2);
        assertThat(inner.metrics().count(CallOutcome.EXHAUSTED)).isEqualTo(1);
        assertThat(count(CallOutcome.NOT_RETRYABLE)).isEqualTo(1);
    }

    @Test
    void stoppedWhileItWaitsItEndsWithTheLastFailure() {
        CompletableFuture<String> result = call();
        fail(0);
        engine.waiters().stop();
        runExecuted();

        assertThatThrownBy(result::get).hasCauseInstanceOf(IOException.class);
        assertThat(count(CallOutcome.STOPPED)).isEqualTo(1);

        CompletableFuture<String> later = call(); // stopped, no wait is begun
        fail(1);
        runExecuted();
        assertThat(later).isCompletedExceptionally();
    }

    @Test
    void laterAttemptsHaveTheContextClassLoaderOfTheFirst() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader own = new ClassLoader() {};
        List<ClassLoader> seen = new ArrayList<>();
        Thread.currentThread().setContextClassLoader(own);
        try {
            retry.callAsync(
                    () -> {
                        seen.add(Thread.currentThread().getContextClassLoader());
                        CompletableFuture<String> attempt = new CompletableFuture<>();
                        attempts.add(attempt);
                        return attempt;
                    },
                    executed::add);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        fail(0);
        pass(100);
        attempts.get(1).complete("booked");

        assertThat(seen).containsExactly(own, own);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void anExecutorThatTakesNothingEndsTheCallWithItsLastOutcome() {
        CompletableFuture<String> result = retry.callAsync(
                () -> {
                    CompletableFuture<String> attempt = new CompletableFuture<>();
                    attempts.add(attempt);
                    return attempt;
                },
                task -> {
                    throw new java.util.concurrent.RejectedExecutionException("shut down");
                });
        fail(0);
        pass(100);

        assertThatThrownBy(result::get).hasCauseInstanceOf(IOException.class).hasMessageContaining("refused 0");
        assertThat(attempts).as("no attempt is made on the timer's thread").hasSize(1);
        assertThat(count(CallOutcome.BUDGET_DENIED)).isEqualTo(1);
        assertThat(retry.metrics().lastDecision())
                .hasToString("BudgetDenied after 1 attempt: async-executor did not take the retry: shut down");
        assertThat(problems).singleElement().asString().contains("the executor took no retry");
        problems.clear();
    }

    @Test
    void anExecutorThatForgetsTheAttemptLeavesTheEndToTheTimeout() {
        retry = with(policy().timeout(Duration.ofMillis(250)), Guards.NONE);
        CompletableFuture<String> result = call();
        fail(0);
        time.advanceMillis(100);
        assertThat(executed).hasSize(1);
        executed.clear(); // as shutdownNow does
        time.advanceMillis(149);
        assertThat(result).isNotDone();
        time.advanceMillis(1);

        assertThatThrownBy(result::get).hasCauseInstanceOf(IOException.class).hasMessageContaining("refused 0");
        assertThat(count(CallOutcome.TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void aTimeoutDoesNotWaitForTheExecutor() {
        retry = with(policy().timeout(Duration.ofMillis(250)), Guards.NONE);
        CompletableFuture<String> result = call();
        fail(0);
        time.advanceMillis(250); // the executor is busy

        assertThatThrownBy(result::get).hasCauseInstanceOf(IOException.class).hasMessageContaining("refused 0");
        runExecuted();
        assertThat(attempts)
                .as("what the executor takes too late is no attempt")
                .hasSize(1);
        assertThat(count(CallOutcome.TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void aCheckedExceptionThatNobodyDeclaresIsAFailureLikeAnother() {
        CircuitBreaker breaker = breaker();
        retry = with(policy(), Guards.NONE.withBreaker(breaker));
        int[] calls = {0};
        CompletableFuture<String> result = retry.callAsync(
                () -> {
                    if (calls[0]++ == 0) {
                        AsyncRetryTest.<RuntimeException>sneaky(new IOException("refused"));
                    }
                    return CompletableFuture.completedFuture("booked");
                },
                executed::add);
        pass(100);

        assertThat(result).isCompletedWithValue("booked");
        assertThat(count(CallOutcome.RETRIED_SUCCESS)).isEqualTo(1);
        assertThat(breaker.bufferedCalls()).isEqualTo(2);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void aTimeLimitEndsACallThatHangsWhileItIsDecided() throws Exception {
        CountDownLatch isDeciding = new CountDownLatch(1);
        CountDownLatch mayDecide = new CountDownLatch(1);
        retry = with(policy().timeout(Duration.ofMillis(250)), Guards.NONE).withListener((decision, last) -> {
            if (decision.end() == null) {
                isDeciding.countDown();
                assertThatCode(mayDecide::await).doesNotThrowAnyException();
            }
        });
        CompletableFuture<String> result = call();
        Thread deciding = new Thread(() -> fail(0));
        deciding.start();
        isDeciding.await();
        time.advanceMillis(250);
        assertThat(result).as("the other thread is given a moment").isNotDone();
        time.advanceMillis(20);

        assertThatThrownBy(result::get).hasCauseInstanceOf(IOException.class).hasMessageContaining("refused 0");
        mayDecide.countDown();
        deciding.join();
        pass(1_000);
        assertThat(attempts).hasSize(1);
        assertThat(retry.metrics().calls()).isEqualTo(1);
    }
}
