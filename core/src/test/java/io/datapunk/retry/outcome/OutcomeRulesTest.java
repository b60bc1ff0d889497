package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OutcomeRulesTest {

    private final List<String> problems = new ArrayList<>();

    @Test
    void theDefaults() {
        OutcomeRules rules = OutcomeRules.DEFAULT;
        assertThat(verdict(rules, new FileNotFoundException())).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(rules, new SocketTimeoutException())).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(rules, new TimeoutException())).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(rules, new SQLTransientConnectionException())).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(rules, new SQLRecoverableException())).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(rules, new SQLException())).isEqualTo(Verdict.UNNAMED);
        assertThat(verdict(rules, new IllegalStateException())).isEqualTo(Verdict.UNNAMED);
        assertThat(rules.classify(AttemptOutcome.returned(503, null, null), ErrorReporter.IGNORED))
                .isEqualTo(Verdict.SUCCESS);
    }

    @Test
    void failuresAreNamedByClassAsWellAsByName() {
        OutcomeRules rules = OutcomeRules.builder()
                .retryOn(SocketTimeoutException.class)
                .retryOn("java.lang.IllegalStateException")
                .retryOn(SQLException.class)
                .abortOn(SQLRecoverableException.class)
                .abortOn("java.sql.SQLTransientException")
                .build();

        assertThat(verdict(rules, new SocketTimeoutException())).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(rules, new IllegalStateException())).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(rules, new SQLException())).isEqualTo(Verdict.RETRYABLE);
        assertThat(verdict(rules, new SQLRecoverableException())).isEqualTo(Verdict.ABORT);
        assertThat(verdict(rules, new SQLTransientConnectionException())).isEqualTo(Verdict.ABORT);
        assertThat(verdict(rules, new FileNotFoundException())).as("no default").isEqualTo(Verdict.UNNAMED);
    }

    @Test
    @SuppressWarnings("removal")
    void whatIsNeverRetried() {
        OutcomeRules all = OutcomeRules.builder()
                .retryOn(FailureMatcher.of("java.lang.Throwable"))
                .retryOn(FailureMatcher.of("java.lang.Error"))
                .retryOn(FailureMatcher.of("java.lang.InterruptedException"))
                .build();
        for (Throwable never : List.of(
                new OutOfMemoryError(),
                new StackOverflowError(),
                new NoClassDefFoundError(),
                new ExceptionInInitializerError(),
                new ThreadDeath(),
                new InterruptedException(),
                new ClosedByInterruptException())) {
            assertThat(verdict(all, never)).as(never.toString()).isEqualTo(Verdict.NEVER);
        }
        assertThat(verdict(all, new AssertionError())).isEqualTo(Verdict.RETRYABLE);
    }

    @Test
    void anErrorOnlyWhereItsClassOrASuperclassBelowThrowableIsNamed() {
        assertThat(verdict(retryOn("java.lang.Throwable"), new AssertionError()))
                .isEqualTo(Verdict.NEVER);
        assertThat(verdict(retryOn("java.io.Serializable"), new AssertionError()))
                .isEqualTo(Verdict.NEVER);
        assertThat(verdict(retryOn("java.lang.Throwable"), new RuntimeException()))
                .isEqualTo(Verdict.RETRYABLE);
        OutcomeRules byMessage = OutcomeRules.builder()
                .retryOn(FailureMatcher.builder().message(Pattern.compile("x")).build())
                .build();
        assertThat(verdict(byMessage, new AssertionError("x"))).isEqualTo(Verdict.NEVER);
        assertThat(verdict(byMessage, new Exception("x"))).isEqualTo(Verdict.RETRYABLE);
    }

    @Test
    void abortOnNamesErrorsToo() {
        OutcomeRules byMessage = OutcomeRules.builder()
                .retryOn(FailureMatcher.of("java.lang.AssertionError"))
                .abortOn(FailureMatcher.builder()
                        .message(Pattern.compile("fatal"))
                        .build())
                .build();
        assertThat(verdict(byMessage, new AssertionError("fatal"))).isEqualTo(Verdict.ABORT);
        assertThat(verdict(byMessage, new AssertionError("else"))).isEqualTo(Verdict.RETRYABLE);
        OutcomeRules all = OutcomeRules.builder()
                .retryOn(FailureMatcher.of("java.lang.AssertionError"))
                .abortOn(FailureMatcher.of("java.lang.Throwable"))
                .build();
        assertThat(verdict(all, new AssertionError())).isEqualTo(Verdict.ABORT);
    }

    @Test
    void theCauseOfAnErrorDoesNotNameIt() {
        OutcomeRules inCauses = OutcomeRules.builder()
                .retryOn(FailureMatcher.builder()
                        .exception("java.io.IOException")
                        .inCauses(true)
                        .build())
                .build();
        assertThat(verdict(inCauses, new AssertionError(new IOException()))).isEqualTo(Verdict.NEVER);
        assertThat(verdict(inCauses, new RuntimeException(new IOException()))).isEqualTo(Verdict.RETRYABLE);
    }

    @Test
    void aMatcherThatFailsDoesNotMatch() {
        OutcomeRules slow = OutcomeRules.builder()
                .retryOn(FailureMatcher.builder()
                        .message(Pattern.compile("(a|b)*c"))
                        .build())
                .build();
        assertThat(verdict(slow, new Exception("ab".repeat(5_000)))).isEqualTo(Verdict.UNNAMED);
        Exception hostile = new Exception() {
            @Override
            public String getMessage() {
                throw new IllegalStateException();
            }
        };
        assertThat(verdict(slow, hostile)).isEqualTo(Verdict.UNNAMED);
        assertThat(problems).hasSize(2);
    }

    @Test
    void aTimeoutIsNoInterruptUnlessTheFlagIsSet() {
        OutcomeRules rules = OutcomeRules.DEFAULT;
        assertThat(verdict(rules, new SocketTimeoutException())).isEqualTo(Verdict.RETRYABLE);
        Thread.currentThread().interrupt();
        try {
            assertThat(verdict(rules, new SocketTimeoutException())).isEqualTo(Verdict.NEVER);
            assertThat(verdict(rules, new IOException())).isEqualTo(Verdict.RETRYABLE);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void abortOnWins() {
        OutcomeRules rules = OutcomeRules.builder()
                .retryOn(FailureMatcher.of("java.io.IOException"))
                .abortOn(FailureMatcher.of("java.io.FileNotFoundException"))
                .build();
        assertThat(verdict(rules, new FileNotFoundException())).isEqualTo(Verdict.ABORT);
        assertThat(verdict(rules, new IOException())).isEqualTo(Verdict.RETRYABLE);
    }

    @Test
    void messagesCausesAndSqlStates() {
        FailureMatcher deadlock = FailureMatcher.builder()
                .exception("java.sql.SQLException")
                .sqlStates(List.of("40001", "08*"))
                .inCauses(true)
                .build();
        SQLException chained = new SQLException("batch");
        chained.setNextException(new SQLException("inner", "40001"));
        assertThat(matches(deadlock, new SQLException("x", "40001"))).isTrue();
        assertThat(matches(deadlock, new SQLException("x", "08006"))).isTrue();
        assertThat(matches(deadlock, new SQLException("x", "4000"))).isFalse();
        assertThat(matches(deadlock, new SQLException("x"))).isFalse();
        assertThat(matches(deadlock, chained)).isTrue();
        assertThat(matches(deadlock, new RuntimeException(new SQLException("x", "40001"))))
                .isTrue();

        FailureMatcher message =
                FailureMatcher.builder().message(Pattern.compile("try again")).build();
        assertThat(matches(message, new Exception("please try again later"))).isTrue();
        assertThat(matches(message, new Exception())).isFalse();
        assertThat(matches(message, new RuntimeException("no", new Exception("try again"))))
                .isFalse();
    }

    @Test
    void aCyclicChainOfCausesEnds() {
        Exception first = new Exception("a");
        Exception second = new Exception("b", first);
        first.initCause(second);
        FailureMatcher matcher = FailureMatcher.builder()
                .exception("java.io.IOException")
                .inCauses(true)
                .build();
        assertThat(matches(matcher, first)).isFalse();
    }

    @Test
    void interfacesAndPropertiesOfFailures() {
        assertThat(verdict(retryOn(Marker.class.getName()), new Marked())).isEqualTo(Verdict.RETRYABLE);
        FailureMatcher byStatus = FailureMatcher.builder()
                .property(PropertyPath.parse("getCode"))
                .status(StatusCodes.parse(List.of("500-599")))
                .build();
        assertThat(matches(byStatus, new Marked())).isTrue();
        FailureMatcher unreadable = FailureMatcher.builder()
                .property(PropertyPath.parse("getNothing"))
                .in(List.of(1))
                .build();
        OutcomeRules rules = OutcomeRules.builder().retryOn(unreadable).build();
        assertThat(verdict(rules, new Marked())).isEqualTo(Verdict.UNNAMED);
        assertThat(problems)
                .hasSize(1)
                .allMatch(problem -> problem.contains("getNothing of " + Marked.class.getName()));
    }

    @Test
    void results() {
        assertThat(retried(ResultMatcher.equalTo(null), null)).isTrue();
        assertThat(retried(ResultMatcher.equalTo(null), 0)).isFalse();
        assertThat(retried(ResultMatcher.equalTo(false), false)).isTrue();
        assertThat(retried(ResultMatcher.equalTo(5L), 5)).isTrue();
        assertThat(retried(ResultMatcher.equalTo(5L), 5.5)).isFalse();
        assertThat(retried(ResultMatcher.equalTo("SECONDS"), TimeUnit.SECONDS)).isTrue();
        assertThat(retried(ResultMatcher.equalTo("x"), 'x')).isTrue();
        assertThat(retried(ResultMatcher.status(StatusCodes.parse(List.of("429")), null), 429L))
                .isTrue();
        assertThat(retried(ResultMatcher.propertyIn(PropertyPath.parse("length"), List.of(2L)), "ab"))
                .isTrue();
        assertThat(retried(ResultMatcher.propertyMatches(PropertyPath.parse("toString"), Pattern.compile("^a")), "ab"))
                .isTrue();
    }

    @Test
    void impossibleMatchersAreRefused() {
        assertThatThrownBy(() -> FailureMatcher.builder().build()).hasMessageContaining("must be given");
        assertThatThrownBy(() -> FailureMatcher.builder()
                        .property(PropertyPath.parse("getCode"))
                        .build())
                .hasMessageContaining("getCode");
        assertThatThrownBy(() -> FailureMatcher.builder().in(List.of(1)).build())
                .hasMessageContaining("property");
        assertThatThrownBy(() -> StatusCodes.parse(List.of("504-502"))).hasMessageContainingAll("504", "502");
        assertThatThrownBy(() -> StatusCodes.parse(List.of("abc"))).hasMessageContaining("abc");
    }

    private Verdict verdict(OutcomeRules rules, Throwable failure) {
        return rules.classify(AttemptOutcome.threw(failure, null, null), (what, error) -> problems.add(what));
    }

    private static OutcomeRules retryOn(String className) {
        return OutcomeRules.builder().retryOn(FailureMatcher.of(className)).build();
    }

    private static boolean matches(FailureMatcher matcher, Throwable failure) {
        return matcher.matches(AttemptOutcome.threw(failure, null, null), ErrorReporter.IGNORED)
                != FailureSet.Named.NOTHING;
    }

    private static boolean retried(ResultMatcher matcher, Object result) {
        return matcher.matches(AttemptOutcome.returned(result, null, null));
    }

    interface Marker {}

    static final class Marked extends Exception implements Marker {
        public int getCode() {
            return 503;
        }
    }
}
