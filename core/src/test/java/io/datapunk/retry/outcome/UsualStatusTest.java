package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Status codes of types that are not in the table. */
class UsualStatusTest {

    private final List<String> doNotFit = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private final OutcomeRules rules = OutcomeRules.builder()
            .retryOn(FailureMatcher.builder()
                    .exception(Failure.class.getName())
                    .status(StatusCodes.parse(List.of("503")))
                    .build())
            .retryOn(FailureMatcher.builder()
                    .exception(Silent.class.getName())
                    .status(StatusCodes.parse(List.of("503")))
                    .build())
            .retryIf(ResultMatcher.status(StatusCodes.parse(List.of("503")), null))
            .build();

    @Test
    void theUsualAccessorsAreTriedInOrder() {
        assertThat(verdictOf(new ByStatusCode(503))).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdictOf(new ByStatusCode(200))).isEqualTo(Verdict.SUCCESS);
        assertThat(verdictOf(new ByCode(503))).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdictOf(new ByObject())).isEqualTo(Verdict.RETRYABLE);
        assertThat(rules.classify(AttemptOutcome.threw(new Failure(503), null, null), told()))
                .isEqualTo(Verdict.RETRYABLE);
        assertThat(rules.classify(AttemptOutcome.threw(new Failure(404), null, null), told()))
                .isEqualTo(Verdict.UNNAMED);
        assertThat(doNotFit).isEmpty();
    }

    @Test
    void anAccessorThatGivesNoStatusIsPassedOver() {
        // getStatus is a number of the library's own; code has the status.
        assertThat(verdictOf(new TwoNumbers(7, 503))).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdictOf(new TwoNumbers(503, 200)))
                .as("the accessor that gave a status is remembered")
                .isEqualTo(Verdict.SUCCESS);
    }

    @Test
    void anAccessorThatThrowsIsPassedOver() {
        assertThat(verdictOf(new Throwing())).isEqualTo(Verdict.RETRYABLE);
        assertThat(errors).isEmpty();
    }

    @Test
    void aTypeWithoutAStatusIsToldAndIsNoError() {
        assertThat(verdictOf("503")).isEqualTo(Verdict.SUCCESS);
        assertThat(doNotFit)
                .singleElement()
                .asString()
                .contains("retry-if", "status of java.lang.String is not known", "property");
        assertThat(errors).isEmpty();
    }

    @Test
    void aFailureWithoutAStatusIsToldWhereItsClassIsNamed() {
        AttemptOutcome silent = AttemptOutcome.threw(new Silent(), null, null);
        assertThat(rules.classify(silent, told())).isEqualTo(Verdict.UNNAMED);
        assertThat(rules.notJudged(silent)).contains("status of " + Silent.class.getName());
        assertThat(rules.notJudged(AttemptOutcome.threw(new Failure(404), null, null)))
                .isNull();
        assertThat(rules.notJudged(AttemptOutcome.threw(new Exception(), null, null)))
                .isNull();
        assertThat(doNotFit).hasSize(1);
    }

    @Test
    void anEntryWithoutAClassIsNotMeantForFailuresWithoutAStatus() {
        OutcomeRules any = OutcomeRules.builder()
                .retryOn(FailureMatcher.builder()
                        .status(StatusCodes.parse(List.of("503")))
                        .build())
                .build();
        assertThat(any.classify(AttemptOutcome.threw(new Failure(503), null, null), told()))
                .isEqualTo(Verdict.RETRYABLE);
        AttemptOutcome other = AttemptOutcome.threw(new IllegalStateException(), null, null);
        assertThat(any.classify(other, told())).isEqualTo(Verdict.UNNAMED);
        assertThat(any.notJudged(other)).contains("status of java.lang.IllegalStateException is not known");
        assertThat(doNotFit).isEmpty();
    }

    private Verdict verdictOf(Object result) {
        return rules.classify(AttemptOutcome.returned(result, null, null), told());
    }

    private ErrorReporter told() {
        return new ErrorReporter() {
            @Override
            public void report(String what, Throwable error) {
                errors.add(what);
            }

            @Override
            public void doesNotFit(String what, Throwable why) {
                doNotFit.add(what);
            }
        };
    }

    public record ByStatusCode(int statusCode) {}

    record ByCode(long code) {}

    public record TwoNumbers(int status, int code) {}

    public static final class ByObject {
        public HttpStatus getStatus() {
            return new HttpStatus();
        }

        public String getStatusCode() {
            return "503";
        }
    }

    public static final class HttpStatus {
        public int value() {
            return 503;
        }
    }

    public static final class Throwing {
        public int getStatusCode() {
            return Integer.parseInt("none");
        }

        public Integer code() {
            return 503;
        }
    }

    public static class Failure extends RuntimeException {
        private final int status;

        Failure(int status) {
            this.status = status;
        }

        public int getStatusCode() {
            return status;
        }
    }

    public static final class Silent extends Exception {}
}
