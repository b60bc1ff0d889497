package io.datapunk.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.datapunk.retry.call.CallListener;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.Decision;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.FailureMatcher;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.outcome.ResultMatcher;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.VirtualClock;
import io.datapunk.retry.time.VirtualTime;
import io.datapunk.retry.time.VirtualTimer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** An attempt after the first fails in a way that no rule names: neither of the two failures is lost. */
class LaterFailureTest {

    private final RetryEngine engine = new RetryEngine(
            new VirtualClock(), new VirtualTimer(), () -> 0.5, ErrorReporter.IGNORED, CallResult.FAILURES);
    private final VirtualTime time = new VirtualTime();
    private final RetryEngine ofFutures =
            new RetryEngine(time, time, () -> 0.5, ErrorReporter.IGNORED, CallResult.FAILURES);
    private final IOException first = new SocketTimeoutException("first");
    private final List<String> told = new ArrayList<>();
    private final Retry retry = retry(RetryPolicy.builder());

    @Test
    void theCallerGetsTheLaterFailureAndFindsTheFirstInIt() {
        SQLException later = new SQLException("later");

        assertThat(outcome(retry, first, later)).isSameAs(later);
        assertThat(later.getSuppressed()).containsExactly(first);
        assertThat(first.getSuppressed()).isEmpty();
        assertThat(retry.metrics().count(CallOutcome.NOT_RETRYABLE)).isEqualTo(1);
        assertThat(told).containsExactly("SocketTimeoutException, SQLException, before stands: false");
    }

    @Test
    void whatMostlyComesFromCallingTwiceDoesNotReplaceTheFirst() {
        for (RuntimeException later : List.of(
                new IllegalStateException("Already connected"),
                new NullPointerException(),
                new NumberFormatException(),
                new UnsupportedOperationException(),
                new ConcurrentModificationException())) {
            IOException before = new IOException("before");

            assertThat(outcome(retry, before, later)).isSameAs(before);
            assertThat(before.getSuppressed()).containsExactly(later);
            assertThat(later.getSuppressed()).isEmpty();
        }
        assertThat(retry.metrics().lastDecision().toString()).contains("the failure before it stands");
    }

    @Test
    void othersAreTheOutcome() {
        OutcomeRules aborting = OutcomeRules.builder()
                .abortOn(FailureMatcher.of("java.lang.IllegalStateException"))
                .build();
        IllegalStateException named = new IllegalStateException();
        assertThat(outcome(retry(RetryPolicy.builder().outcomes(aborting)), first, named))
                .isSameAs(named);
        for (Throwable later : List.of(
                new CancellationException(),
                new OwnStateException(),
                new AssertionError(),
                new InterruptedException(),
                new IndexOutOfBoundsException())) {
            assertThat(outcome(retry, first, later)).isSameAs(later);
            assertThat(later.getSuppressed()).containsExactly(first);
        }
        assertThat(first.getSuppressed()).isEmpty();
    }

    @Test
    void nothingIsSuppressedWhereTheTwoAreLinked() {
        SQLException because = new SQLException(new Exception(first));
        assertThat(outcome(retry, first, because)).isSameAs(because);
        assertThat(because.getSuppressed()).isEmpty();
        Exception cause = new Exception();
        IOException ofCause = new IOException(cause);
        assertThat(outcome(retry, ofCause, cause)).isSameAs(cause);
        assertThat(cause.getSuppressed()).isEmpty();
        SQLException holds = new SQLException();
        holds.addSuppressed(first);
        assertThat(outcome(retry, first, holds)).isSameAs(holds);
        assertThat(holds.getSuppressed()).containsExactly(first);
    }

    @Test
    void anInstanceThatIsThrownAgainAndAgainGathersNothing() {
        SQLException preallocated = new SQLException();
        for (int i = 0; i < 100; i++) {
            assertThat(outcome(retry, new IOException(), preallocated)).isSameAs(preallocated);
        }
        assertThat(preallocated.getSuppressed()).hasSizeLessThanOrEqualTo(1);
        for (int i = 0; i < 100; i++) {
            assertThat(outcome(retry, first, new IllegalStateException())).isSameAs(first);
        }
        assertThat(first.getSuppressed()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void atMostEightAreSuppressed() {
        SQLException full = new SQLException();
        for (int i = 0; i < 8; i++) {
            full.addSuppressed(new Exception());
        }
        outcome(retry, first, full);
        assertThat(full.getSuppressed()).hasSize(8);
    }

    @Test
    void aFailureWhoseTextThrowsIsWrappedAllTheSame() {
        Retry wrapping = retry(RetryPolicy.builder().onExhausted(OnExhausted.WRAP));
        IOException hostile = new Nameless();
        assertThat(outcome(wrapping, hostile, hostile, hostile))
                .isInstanceOf(RetryExhaustedException.class)
                .hasCause(hostile)
                .hasMessageContaining(hostile.getClass().getName());
    }

    @Test
    void aResultBeforeIsNoFailureToKeep() {
        Retry ofResults = retry(RetryPolicy.builder()
                .outcomes(OutcomeRules.builder()
                        .retryIf(ResultMatcher.equalTo("busy"))
                        .build()));
        IllegalStateException later = new IllegalStateException();
        int[] attempts = new int[1];
        Throwable thrown = catchThrowable(() -> ofResults.call(() -> {
            if (attempts[0]++ > 0) {
                throw later;
            }
            return "busy";
        }));
        assertThat(thrown).isSameAs(later);
        assertThat(later.getSuppressed()).isEmpty();
    }

    @Test
    void aFutureKeepsTheFirstFailureToo() throws Exception {
        SQLException later = new SQLException();
        assertThat(futureOutcome(first, later)).isSameAs(later);
        assertThat(later.getSuppressed()).containsExactly(first);
        IOException before = new IOException();
        IllegalStateException twice = new IllegalStateException();
        assertThat(futureOutcome(before, twice)).isSameAs(before);
        assertThat(before.getSuppressed()).containsExactly(twice);
    }

    private Throwable futureOutcome(Throwable... failures) throws InterruptedException {
        int[] attempts = new int[1];
        List<Runnable> executed = new ArrayList<>();
        CompletableFuture<Object> future = Retry.with(RetryPolicy.builder().build(), Guards.NONE, ofFutures)
                .callAsync(() -> CompletableFuture.failedFuture(failures[attempts[0]++]), executed::add);
        time.advanceMillis(1_000);
        executed.forEach(Runnable::run);
        try {
            future.get();
            throw new AssertionError("it has succeeded");
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static Throwable outcome(Retry retry, Throwable... failures) {
        int[] attempts = new int[1];
        return catchThrowable(() -> retry.call(() -> {
            throw failures[attempts[0]++];
        }));
    }

    private Retry retry(RetryPolicy.Builder policy) {
        return Retry.with(policy.build(), Guards.NONE, engine).withListener(new CallListener() {
            @Override
            public void decided(Decision decision, AttemptOutcome last) {
                // told elsewhere
            }

            @Override
            public void failedOtherwise(Throwable before, Throwable later, boolean beforeStands) {
                told.add(before.getClass().getSimpleName() + ", "
                        + later.getClass().getSimpleName() + ", before stands: " + beforeStands);
            }
        });
    }

    private static final class OwnStateException extends IllegalStateException {}

    private static final class Nameless extends IOException {
        @Override
        public String getMessage() {
            return Integer.toString(Integer.parseInt("none"));
        }
    }
}
