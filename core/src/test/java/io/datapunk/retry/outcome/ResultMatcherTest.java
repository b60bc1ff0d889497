package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which results are worth a retry, and when two values are the same. */
class ResultMatcherTest {

    private enum Named {
        BUSY {
            @Override
            public String toString() {
                return "other text";
            }
        }
    }

    @ParameterizedTest
    @MethodSource("equality")
    void equality(Object actual, Object written, boolean equal) {
        assertThat(matches(ResultMatcher.equalTo(written), actual)).isEqualTo(equal);
    }

    static Stream<Arguments> equality() {
        return Stream.of(
                Arguments.of(null, null, true),
                Arguments.of(null, false, false),
                Arguments.of("null", null, false),
                Arguments.of(false, false, true),
                Arguments.of(true, false, false),
                Arguments.of(1, 1L, true),
                Arguments.of((short) -1, -1, true),
                Arguments.of((byte) 1, 257, false),
                Arguments.of(1.0, 1, true),
                Arguments.of(1.5, 1, false),
                Arguments.of(Long.MAX_VALUE, Long.MAX_VALUE - 1, false),
                Arguments.of(new BigDecimal("1.50"), 1.5, true),
                Arguments.of(BigInteger.TEN, 10, true),
                Arguments.of(new AtomicLong(7), 7, true),
                Arguments.of(1, true, false),
                Arguments.of(TimeUnit.SECONDS, "SECONDS", true),
                Arguments.of(Named.BUSY, "BUSY", true),
                Arguments.of(Named.BUSY, "other text", false),
                Arguments.of('x', "x", true),
                Arguments.of("x", "x", true),
                Arguments.of("X", "x", false),
                Arguments.of(5, "5", true),
                Arguments.of(new Object(), "x", false));
    }

    @Test
    void statusOfTheResultItselfOrOfAProperty() {
        StatusCodes codes = StatusCodes.parse(List.of("429", "502-504"));
        assertThat(matches(ResultMatcher.status(codes, null), 503)).isTrue();
        assertThat(matches(ResultMatcher.status(codes, null), 200)).isFalse();
        assertThat(matches(ResultMatcher.status(codes, null), null)).isFalse();
        ResultMatcher ofText = ResultMatcher.status(codes, PropertyPath.parse("trim"));
        assertThat(matches(ofText, " 503 ")).isTrue();
        assertThat(matches(ofText, "not a number")).isFalse();
        assertThat(ofText).hasToString("trim status 429, 502-504");
    }

    @Test
    void aPropertyWithinARangeOfNumbers() {
        NumberRange range = NumberRange.parse("500-504");
        ResultMatcher matcher = ResultMatcher.propertyIn(PropertyPath.parse("arg0"), Arrays.asList("429", range));
        for (Object inside : List.of(500, 504L, 502.0, "503", CharBuffer.wrap("503"), new BigDecimal("501"), "429")) {
            assertThat(matchesArgument(matcher, inside)).as("%s", inside).isTrue();
        }
        for (Object outside : List.of(499, 505, 502.5, "505", "fine", new Object(), (1L << 32) + 502)) {
            assertThat(matchesArgument(matcher, outside)).as("%s", outside).isFalse();
        }
        assertThat(matchesArgument(matcher, null)).isFalse();
        assertThat(matchesArgument(matcher, "500-504")).as("the text itself").isTrue();
        assertThat(matcher).hasToString("arg0 in [429, 500-504]");
    }

    @Test
    void whatARangeIs() {
        assertThat(NumberRange.parse("-5--1").contains(-3)).isTrue();
        assertThat(NumberRange.parse("-5 - 1").contains(0)).isTrue();
        assertThat(NumberRange.parse("7-7").contains(7)).isTrue();
        for (String none : List.of("", "5", "-5", "9-1", "2026-11-28", "a-b", "1-", "-", "1-99999999999999999999")) {
            assertThat(NumberRange.parse(none)).as(none).isNull();
        }
    }

    @Test
    void aPropertyAmongValues() {
        ResultMatcher matcher = ResultMatcher.propertyIn(PropertyPath.parse("length"), Arrays.asList(0, 3L, null));
        assertThat(matches(matcher, "abc")).isTrue();
        assertThat(matches(matcher, "ab")).isFalse();
        assertThat(matches(matcher, null)).as("null on the way is null").isTrue();
        assertThat(matcher.looksAtReceiverOrArguments()).isFalse();
    }

    @Test
    void aPatternInAPropertysText() {
        ResultMatcher matcher = ResultMatcher.propertyMatches(PropertyPath.parse("arg0"), Pattern.compile("SEC|7"));
        assertThat(matcher.looksAtReceiverOrArguments()).isTrue();
        assertThat(matchesArgument(matcher, TimeUnit.SECONDS)).isTrue();
        assertThat(matchesArgument(matcher, 173)).isTrue();
        assertThat(matchesArgument(matcher, "none")).isFalse();
        assertThat(matchesArgument(matcher, null)).isFalse();
        assertThat(matchesArgument(matcher, List.of("SEC"))).as("no text").isFalse();
    }

    private static boolean matchesArgument(ResultMatcher matcher, Object argument) {
        return matcher.matches(AttemptOutcome.returned("x", null, new Object[] {argument}));
    }

    private static boolean matches(ResultMatcher matcher, Object result) {
        return matcher.matches(AttemptOutcome.returned(result, null, null));
    }
}
