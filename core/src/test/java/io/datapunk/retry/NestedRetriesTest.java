package io.datapunk.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.FailureMatcher;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.outcome.ResultMatcher;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.VirtualClock;
import io.datapunk.retry.time.VirtualTimer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** Layers between two methods that drop what the inner one gave up on: the attempts must not multiply. */
class NestedRetriesTest {

    private final RetryEngine engine = new RetryEngine(
            new VirtualClock(), new VirtualTimer(), () -> 0.5, ErrorReporter.IGNORED, CallResult.FAILURES);
    private final Retry inner = retry(OutcomeRules.DEFAULT);
    private final Retry middle = retry(OutcomeRules.DEFAULT);
    private final Retry outer = retry(OutcomeRules.builder()
            .retryOn(FailureMatcher.of("java.lang.Exception"))
            .retryIf(ResultMatcher.equalTo(null))
            .retryIf(ResultMatcher.equalTo(503))
            .build());
    private int requests;
    private int outerAttempts;

    @Test
    void aDroppedCause() {
        outerFails(() -> {
            if (!innerSucceeds()) {
                throw new IllegalStateException("no cause");
            }
        });
        assertThat(requests).isEqualTo(3);
        assertThat(outer.metrics().lastDecision())
                .hasToString("NotRetryable after 1 attempt: an inner method has given up during this attempt"
                        + " (a layer between drops the cause)");
    }

    @Test
    void aNullResult() {
        outer.call(() -> innerSucceeds() ? "found" : null);
        assertThat(requests).isEqualTo(3);
    }

    @Test
    void aStatus() {
        outer.call(() -> innerSucceeds() ? 200 : 503);
        assertThat(requests).isEqualTo(3);
    }

    @Test
    void aSuppressedFailure() {
        outerFails(() -> {
            IOException closing = new IOException("closing");
            Thread[] other = {
                new Thread(() -> {
                    try {
                        inner.run(this::request);
                    } catch (IOException e) {
                        closing.addSuppressed(e);
                    }
                })
            };
            other[0].start();
            other[0].join();
            throw closing;
        });
        assertThat(requests).isEqualTo(3);
        assertThat(outer.metrics().lastDecision().toString()).contains("an inner method has given up on it");
    }

    @Test
    void threeLayers() {
        outerFails(() -> {
            try {
                middle.run(() -> {
                    if (!innerSucceeds()) {
                        throw new IOException("no cause");
                    }
                });
            } catch (IOException e) {
                throw new IllegalStateException("no cause either");
            }
        });
        assertThat(requests).isEqualTo(3);
    }

    @Test
    void anInnerMethodThatThenSucceedsSaysNothingOfTheOuterOnesFailure() {
        outerFails(() -> {
            outerAttempts++;
            innerSucceeds();
            int[] attempts = new int[1];
            inner.run(() -> {
                if (attempts[0]++ == 0) {
                    throw new IOException("once");
                }
            });
            throw new IOException("of the outer method");
        });
        assertThat(outerAttempts).isEqualTo(3);
    }

    @Test
    void whatGaveUpInTheAttemptBeforeSaysNothingOfThisOne() {
        outerFails(() -> {
            outerAttempts++;
            if (outerAttempts == 2) {
                innerSucceeds();
            }
            throw new IOException("of the outer method");
        });
        assertThat(outerAttempts).as("held back in the second").isEqualTo(2);
        outerAttempts = 2;
        outerFails(() -> {
            outerAttempts++;
            throw new IOException("of the outer method");
        });
        assertThat(outerAttempts).as("a new call").isEqualTo(5);
    }

    @Test
    void whatGaveUpOnAnotherThreadSaysNothing() {
        outerFails(() -> {
            outerAttempts++;
            Thread other = new Thread(this::innerSucceeds);
            other.start();
            other.join();
            throw new IOException("of the outer method");
        });
        assertThat(outerAttempts).isEqualTo(3);
    }

    private void outerFails(Retry.Action<Exception> action) {
        assertThat(catchThrowable(() -> outer.run(action))).isNotNull();
    }

    private boolean innerSucceeds() {
        try {
            inner.run(this::request);
            return true;
        } catch (IOException e) {
            return false;
        } catch (Exception e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private void request() throws IOException {
        requests++;
        throw new IOException("down");
    }

    private Retry retry(OutcomeRules outcomes) {
        return Retry.with(RetryPolicy.builder().outcomes(outcomes).build(), Guards.NONE, engine);
    }
}
