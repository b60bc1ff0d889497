package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What failures say of themselves, and of what caused them, by code that may be wrong. */
class CausesTest {

    private final List<String> problems = new ArrayList<>();

    private final OutcomeRules inCauses = OutcomeRules.builder()
            .retryOn(FailureMatcher.builder()
                    .exception("java.io.IOException")
                    .inCauses(true)
                    .build())
            .abortOn(FailureMatcher.of("java.io.FileNotFoundException"))
            .build();

    @Test
    void abortOnLooksAsDeepAsRetryOn() {
        assertThat(verdict(inCauses, new RuntimeException(new IOException()))).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(inCauses, new RuntimeException(new FileNotFoundException())))
                .isEqualTo(Verdict.ABORT);
        assertThat(verdict(inCauses, new RuntimeException(new IOException(new FileNotFoundException()))))
                .as("below the cause that is retried")
                .isEqualTo(Verdict.ABORT);
        assertThat(verdict(inCauses, new RuntimeException(new Exception(new IOException(new FileNotFoundException())))))
                .isEqualTo(Verdict.ABORT);
    }

    @Test
    void abortOnLooksAtTheFailureAloneWhereThatIsRetried() {
        assertThat(verdict(inCauses, new IOException(new FileNotFoundException())))
                .isEqualTo(Verdict.RETRYABLE);
    }

    @Test
    void aConditionOfAbortOnHoldsForTheCause() {
        OutcomeRules rules = OutcomeRules.builder()
                .retryOn(FailureMatcher.builder()
                        .exception("java.io.IOException")
                        .inCauses(true)
                        .build())
                .abortOn(FailureMatcher.builder()
                        .message(Pattern.compile("certificate"))
                        .build())
                .build();
        assertThat(verdict(rules, new RuntimeException("x", new IOException("bad certificate"))))
                .isEqualTo(Verdict.ABORT);
        assertThat(verdict(rules, new RuntimeException("x", new IOException("reset"))))
                .isEqualTo(Verdict.RETRYABLE);
    }

    @Test
    void aCauseThatThrowsIsNone() {
        assertThat(verdict(inCauses, new Hostile(new IllegalStateException()))).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(inCauses, new Hostile(new AssertionError()))).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(inCauses, new Hostile(new StackOverflowError()))).isEqualTo(Verdict.RETRYABLE);
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception first = new Exception();
        Exception second = new Exception(first);
        first.initCause(second);
        assertThat(verdict(inCauses, first)).isEqualTo(Verdict.UNNAMED);
        Exception endless = new Exception() {
            @Override
            public synchronized Throwable getCause() {
                return new Exception(this);
            }
        };
        assertThat(verdict(inCauses, endless)).isEqualTo(Verdict.UNNAMED);
    }

    @Test
    void aMessageThatThrowsLeavesTheClassToDecide() {
        OutcomeRules byMessage = OutcomeRules.builder()
                .retryOn(FailureMatcher.builder()
                        .exception("java.io.IOException")
                        .message(Pattern.compile("busy"))
                        .build())
                .build();
        assertThat(verdict(byMessage, new Hostile(new IllegalStateException()))).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(byMessage, new Hostile(new Error()))).isEqualTo(Verdict.RETRYABLE);
        assertThat(problems).hasSize(2).allMatch(told -> told.contains(Hostile.class.getName()));
    }

    private Verdict verdict(OutcomeRules rules, Throwable failure) {
        return rules.classify(AttemptOutcome.threw(failure, null, null), (what, error) -> problems.add(what));
    }

    private static final class Hostile extends IOException {
        private final Throwable thrown;

        Hostile(Throwable thrown) {
            this.thrown = thrown;
        }

        @Override
        public String getMessage() {
            throw sneakily(thrown);
        }

        @Override
        public synchronized Throwable getCause() {
            throw sneakily(thrown);
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> RuntimeException sneakily(Throwable thrown) throws T {
            throw (T) thrown;
        }
    }
}
