package io.datapunk.retry.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.CircuitOpenException;
import io.datapunk.retry.Retry;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerSettings;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.VirtualClock;
import io.datapunk.retry.time.VirtualTimer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A listener receives each retry and each failing end once, as the counters have it. */
class CallListenerTest {

    private final VirtualClock clock = new VirtualClock();
    private final RetryEngine engine =
            new RetryEngine(clock, new VirtualTimer(), () -> 0.5, ErrorReporter.IGNORED, CallResult.FAILURES);
    private final List<String> heard = new ArrayList<>();
    private int failuresLeft;

    @Test
    void hearsOfRetriesAndOfTheEnd() {
        Retry retry = retry(Guards.NONE);

        assertThatThrownBy(() -> call(retry, 3, new IOException())).isInstanceOf(IOException.class);

        assertThat(heard).containsExactly("null 1 IOException", "null 2 IOException", "EXHAUSTED 3 IOException");
        assertThat(retry.metrics().retries()).isEqualTo(2);
    }

    @Test
    void aCallThatSucceedsEndsUnheard() throws Exception {
        call(retry(Guards.NONE), 0, null);
        call(retry(Guards.NONE), 1, new IOException());

        assertThat(heard).containsExactly("null 1 IOException");
    }

    @Test
    void hearsOfWhatIsNotRetried() {
        Retry retry = retry(Guards.NONE);
        assertThatThrownBy(() -> call(retry, 1, new IllegalStateException())).isInstanceOf(IllegalStateException.class);

        assertThat(heard).containsExactly("NOT_RETRYABLE 1 IllegalStateException");
    }

    @Test
    void hearsOfACallThatIsRefusedWithoutAnAttempt() {
        CircuitBreaker breaker =
                new CircuitBreaker("service", BreakerSettings.builder().build(), clock, BreakerListener.NONE);
        breaker.open();

        Retry retry = retry(Guards.NONE.withBreaker(breaker));
        assertThatThrownBy(() -> call(retry, 0, null)).isInstanceOf(CircuitOpenException.class);

        assertThat(heard).containsExactly("BREAKER_REJECTED 0 no attempt");
    }

    @Test
    void hearsOfACallThatCouldNotBeDecided() {
        MethodRetry setup =
                new MethodRetry(RetryPolicy.builder().build(), new CallMetrics(), Guards.NONE, engine, this::hear);
        RetryCall call = CallStart.beginWithoutBreaker(setup);

        call.abandon();
        call.abandon();

        assertThat(heard).containsExactly("NOT_RETRYABLE 0 no attempt");
        assertThat(setup.metrics().count(CallOutcome.NOT_RETRYABLE)).isEqualTo(1);
    }

    private Retry retry(Guards guards) {
        return Retry.with(RetryPolicy.builder().maxAttempts(3).build(), guards, engine)
                .withListener(this::hear);
    }

    private void hear(Decision decision, io.datapunk.retry.outcome.AttemptOutcome last) {
        heard.add(decision.end() + " " + decision.attempts() + " "
                + (last == null ? "no attempt" : last.failure().getClass().getSimpleName()));
    }

    private <E extends Exception> void call(Retry retry, int failures, E failure) throws E {
        failuresLeft = failures;
        retry.run(() -> {
            if (failuresLeft-- > 0) {
                throw failure;
            }
        });
    }
}
