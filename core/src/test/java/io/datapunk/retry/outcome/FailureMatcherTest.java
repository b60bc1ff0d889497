package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which failures a matcher names, matcher by matcher. */
class FailureMatcherTest {

    /** As an HTTP client's exception that has a status. */
    public static class StatusException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        StatusException(int status, Throwable cause) {
            super("status", cause);
            this.status = status;
        }

        public int getStatus() {
            return status;
        }
    }

    @Test
    void aClassItsSubclassesAndWhatImplementsIt() {
        FailureMatcher io = FailureMatcher.of("java.io.IOException");
        assertThat(names(io, new IOException())).isTrue();
        assertThat(names(io, new FileNotFoundException())).isTrue();
        assertThat(names(io, new UncheckedIOException(new IOException()))).isFalse();
        assertThat(names(FailureMatcher.of(Serializable.class.getName()), new IOException()))
                .isTrue();
        assertThat(names(FailureMatcher.of(Runnable.class.getName()), new IOException()))
                .isFalse();
    }

    @Test
    void aPatternIsFoundInTheMessage() {
        FailureMatcher matcher =
                builder().message(Pattern.compile("dead ?lock")).build();
        assertThat(names(matcher, new Exception("a deadlock was found"))).isTrue();
        assertThat(names(matcher, new Exception("all is well"))).isFalse();
        assertThat(names(matcher, new Exception())).isFalse();
    }

    @Test
    void allThatIsGivenMustHold() {
        FailureMatcher matcher = builder()
                .exception("java.io.IOException")
                .message(Pattern.compile("reset"))
                .build();
        assertThat(names(matcher, new IOException("connection reset"))).isTrue();
        assertThat(names(matcher, new IOException("connection refused"))).isFalse();
        assertThat(names(matcher, new Exception("connection reset"))).isFalse();
    }

    @Test
    void sqlStatesExactByTheirBeginningAndChained() {
        FailureMatcher matcher = sqlStates("40001", "08*");
        assertThat(names(matcher, new SQLException("x", "40001"))).isTrue();
        assertThat(names(matcher, new SQLTransientConnectionException("x", "08S01")))
                .isTrue();
        assertThat(names(matcher, new SQLException("x", "40002"))).isFalse();
        assertThat(names(matcher, new SQLException("x", "400011"))).isFalse();
        assertThat(names(matcher, new SQLException("x"))).isFalse();
        assertThat(names(matcher, new IOException("40001"))).isFalse();

        SQLException first = new SQLException("x", "42000");
        first.setNextException(new SQLException("y", "08006"));
        assertThat(names(matcher, first)).isTrue();
    }

    @Test
    void aChainOfSqlExceptionsThatIsACircle() {
        SQLException circle = new SQLException("x", "42000") {
            private static final long serialVersionUID = 1L;

            @Override
            public SQLException getNextException() {
                return this;
            }
        };
        assertThat(names(sqlStates("08*"), circle)).isFalse();
    }

    @Test
    void causesOnlyWhereAsked() {
        Exception wrapped = new RuntimeException(new RuntimeException(new FileNotFoundException("gone")));
        FailureMatcher.Builder matcher = builder().exception("java.io.IOException");
        assertThat(names(matcher.inCauses(true).build(), wrapped)).isTrue();
        assertThat(names(matcher.message(Pattern.compile("gone")).build(), wrapped))
                .isTrue();
        assertThat(names(matcher.message(Pattern.compile("here")).build(), wrapped))
                .isFalse();
        assertThat(names(
                        matcher.message(Pattern.compile("gone")).inCauses(false).build(), wrapped))
                .isFalse();
    }

    @Test
    void aCyclicChainOfCausesEnds() {
        Exception a = new Exception("a");
        Exception b = new Exception("b", a);
        a.initCause(b);
        FailureMatcher.Builder matcher = builder().inCauses(true);
        assertThat(names(matcher.exception("java.io.IOException").build(), a)).isFalse();
        assertThat(names(matcher.exception(null).message(Pattern.compile("b")).build(), a))
                .isTrue();
    }

    @Test
    void statusAndPropertiesOfTheFailureTheReceiverAndTheArguments() {
        StatusCodes codes = StatusCodes.parse(List.of("503"));
        PropertyPath status = PropertyPath.parse("status");
        FailureMatcher ofStatus = builder().property(status).status(codes).build();
        assertThat(names(ofStatus, new StatusException(503, null))).isTrue();
        assertThat(names(ofStatus, new StatusException(500, null))).isFalse();
        assertThat(names(builder().property(status).in(List.of(1, 503L)).build(), new StatusException(503, null)))
                .isTrue();
        assertThat(names(
                        builder()
                                .property(status)
                                .matches(Pattern.compile("^5"))
                                .build(),
                        new StatusException(503, null)))
                .isTrue();
        FailureMatcher ofArgument = builder()
                .property(PropertyPath.parse("arg0"))
                .in(List.of("GET"))
                .build();
        assertThat(ofArgument.looksAtReceiverOrArguments()).isTrue();
        assertThat(names(ofArgument, AttemptOutcome.threw(new Exception(), null, new Object[] {"GET"})))
                .isTrue();
        assertThat(names(ofArgument, AttemptOutcome.threw(new Exception(), null, new Object[] {"POST"})))
                .isFalse();
    }

    @Test
    void aCauseHasThePropertyThatTheFailureLacks() {
        FailureMatcher matcher = builder()
                .property(PropertyPath.parse("status"))
                .status(StatusCodes.parse(List.of("503")))
                .inCauses(true)
                .build();
        assertThat(names(matcher, new RuntimeException(new StatusException(503, null))))
                .isTrue();
        assertThatThrownBy(() -> names(matcher, new RuntimeException(new Exception())))
                .isInstanceOf(UnreadablePropertyException.class)
                .hasMessageContaining("status of java.lang.RuntimeException");
    }

    @Test
    void aPatternThatNeedsTooMuchStackIsUnreadable() {
        FailureMatcher matcher = builder().message(Pattern.compile("(a|b)*c")).build();
        assertThatThrownBy(() -> names(matcher, new Exception("ab".repeat(1_000_000))))
                .isInstanceOf(UnreadablePropertyException.class)
                .hasMessageContaining("(a|b)*c")
                .hasMessageNotContaining("abab");
    }

    @Test
    void whatCannotBeBuilt() {
        PropertyPath path = PropertyPath.parse("x");
        assertRefused(builder().inCauses(true), "one of exception, message");
        assertRefused(builder().exception("E").property(path), "property x needs status, in or matches");
        assertRefused(builder().in(List.of(1)), "in needs property");
        assertRefused(builder().matches(Pattern.compile("x")), "matches needs property");
        assertRefused(builder().property(path).in(List.of(1)).matches(Pattern.compile("x")), "exclude each other");
    }

    private static void assertRefused(FailureMatcher.Builder builder, String why) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static FailureMatcher sqlStates(String... states) {
        return builder().sqlStates(List.of(states)).build();
    }

    private static FailureMatcher.Builder builder() {
        return FailureMatcher.builder();
    }

    private static boolean names(FailureMatcher matcher, Throwable failure) {
        return names(matcher, AttemptOutcome.threw(failure, null, null));
    }

    private static boolean names(FailureMatcher matcher, AttemptOutcome attempt) {
        return matcher.matches(attempt, ErrorReporter.IGNORED) != FailureSet.Named.NOTHING;
    }
}
