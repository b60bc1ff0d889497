package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A thread that was told to stop often says so in an exception that rules name. */
class InterruptsInDisguiseTest {

    private static final String BARE = "java.io.InterruptedIOException";

    private final OutcomeRules all = rules(FailureMatcher.of("java.lang.Exception"));

    @Test
    void anInterruptAmongTheCausesEndsTheCall() {
        Throwable deep = new InterruptedException();
        for (int i = 0; i < 200; i++) {
            deep = new IllegalStateException(deep);
        }
        for (Throwable disguised : List.of(
                new IOException(new InterruptedException()),
                new UncheckedIOException(new ClosedByInterruptException()),
                new ExecutionException(new RuntimeException(new InterruptedException())),
                new CompletionException(new ClosedByInterruptException()),
                deep)) {
            assertThat(verdict(all, disguised)).as(disguised.toString()).isEqualTo(Verdict.NEVER);
        }
    }

    @Test
    void aTimeoutAmongTheCausesIsNoInterrupt() {
        assertThat(verdict(all, new SocketTimeoutException())).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(all, new UncheckedIOException(new SocketTimeoutException())))
                .isEqualTo(Verdict.RETRYABLE);
    }

    @Test
    void aBareInterruptedIoExceptionIsRetriedOnlyWhereItsClassIsNamed() {
        assertThat(verdict(OutcomeRules.DEFAULT, new InterruptedIOException())).isEqualTo(Verdict.NEVER);
        assertThat(verdict(all, new UncheckedIOException(new InterruptedIOException())))
                .isEqualTo(Verdict.NEVER);
        assertThat(verdict(rules(FailureMatcher.of(BARE)), new InterruptedIOException()))
                .isEqualTo(Verdict.RETRYABLE);
        OutcomeRules wrappedToo = rules(FailureMatcher.of(BARE), FailureMatcher.of("java.io.UncheckedIOException"));
        assertThat(verdict(wrappedToo, new UncheckedIOException(new InterruptedIOException())))
                .isEqualTo(Verdict.RETRYABLE);
    }

    @Test
    void whatElseTheEntryAsksForMustHoldAsWell() {
        OutcomeRules callTimeout = rules(
                FailureMatcher.builder()
                        .exception(BARE)
                        .message(Pattern.compile("^timeout$"))
                        .build(),
                FailureMatcher.of("java.io.IOException"));
        assertThat(verdict(callTimeout, new InterruptedIOException("timeout"))).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(callTimeout, new InterruptedIOException("interrupted")))
                .isEqualTo(Verdict.NEVER);
    }

    @Test
    void notWhereTheFlagIsSet() {
        Thread.currentThread().interrupt();
        try {
            assertThat(verdict(rules(FailureMatcher.of(BARE)), new InterruptedIOException()))
                    .isEqualTo(Verdict.NEVER);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static OutcomeRules rules(FailureMatcher... retried) {
        OutcomeRules.Builder rules = OutcomeRules.builder();
        for (FailureMatcher matcher : retried) {
            rules.retryOn(matcher);
        }
        return rules.build();
    }

    private static Verdict verdict(OutcomeRules rules, Throwable failure) {
        return rules.classify(AttemptOutcome.threw(failure, null, null), ErrorReporter.IGNORED);
    }
}
