package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a server wishes, in all the forms that servers and programs have for it. Now is Sun, 6 Nov 1994 08:49:37 GMT.
 */
class DelayHintTest {

    private static final long NOW = 784_111_777_000L;
    private static final long SECOND = 1_000_000_000L;

    /** Sat, 28 Nov 2026 04:00:00 GMT. */
    private static final long TODAY = 1_795_838_400_000L;

    private final List<String> problems = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "120|120000",
                " 2 |2000",
                "0.5|500",
                "-3|0",
                "250ms|250",
                "1m30s|90000",
                "PT1.5S|1500",
                "Sun, 06 Nov 1994 08:49:40 GMT|3000",
                "Sun, 6 Nov 1994 08:49:40 GMT|3000",
                "Sunday, 06-Nov-94 08:49:41 GMT|4000",
                "Tuesday, 01-Nov-44 00:00:00 GMT|1577459423000",
                "Sun Nov  6 08:49:42 1994|5000",
                "Sun Nov 13 08:49:37 1994|604800000",
                "Sun, 06 Nov 1994 08:49:37 GMT|0",
                "Sat, 05 Nov 1994 08:49:37 GMT|0",
                "Saturday, 05-Nov-94 08:49:37 GMT|0",
                "Sunday, 06-Nov-77 08:49:37 GMT|0",
                "Thu Jan  1 00:00:00 1970|0"
            })
    void textIsRead(String text, long millis) {
        assertThat(nanosOf(text)).isEqualTo(millis * 1_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "later today",
                "12 s",
                "0x1p3",
                "NaN",
                "Infinity",
                "1,5",
                "1.5s",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Thu, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT or so",
                "1994-11-06 08:49:37"
            })
    void garbageIsNoWish(String text) {
        assertThat(nanosOf(text)).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void objectsAreRead(Object wish, long nanos) {
        assertThat(nanosOf(wish)).isEqualTo(nanos);
    }

    static Stream<Arguments> objects() {
        return Stream.of(
                Arguments.of(null, -1),
                Arguments.of(new Object(), -1),
                Arguments.of(true, -1),
                Arguments.of(2, 2 * SECOND),
                Arguments.of(2L, 2 * SECOND),
                Arguments.of(0.25, SECOND / 4),
                Arguments.of(new BigDecimal("1.5"), SECOND + SECOND / 2),
                Arguments.of(-2, 0),
                Arguments.of(Double.NaN, -1),
                Arguments.of(Double.POSITIVE_INFINITY, Long.MAX_VALUE),
                Arguments.of(Long.MAX_VALUE, Long.MAX_VALUE),
                Arguments.of(Duration.ofMillis(7), 7_000_000),
                Arguments.of(Duration.ofSeconds(-7), 0),
                Arguments.of(Duration.ofSeconds(Long.MAX_VALUE), Long.MAX_VALUE),
                Arguments.of(Instant.ofEpochMilli(NOW + 10), 10_000_000),
                Arguments.of(Instant.ofEpochMilli(NOW - 10), 0),
                Arguments.of(Instant.MAX, Long.MAX_VALUE),
                Arguments.of(Instant.MIN, 0),
                Arguments.of(new Date(NOW + 10), 10_000_000),
                Arguments.of(new Date(Long.MAX_VALUE), Long.MAX_VALUE),
                Arguments.of(new Date(Long.MIN_VALUE), 0),
                Arguments.of(CharBuffer.wrap("3"), 3 * SECOND));
    }

    @Test
    void aHintAtAProperty() {
        DelayHint hint = DelayHint.at(PropertyPath.parse("arg0.length"));

        assertThat(hint.looksAtReceiverOrArguments()).isTrue();
        assertThat(hint.nanos(AttemptOutcome.returned(null, null, new Object[] {"abc"}), NOW, this::report))
                .isEqualTo(3 * SECOND);
        assertThat(problems).isEmpty();
    }

    @Test
    void aHintThatCannotBeReadIsReportedAndIsNone() {
        DelayHint hint = DelayHint.at(PropertyPath.parse("retryAfter"));

        assertThat(hint.nanos(AttemptOutcome.returned("secret", null, null), NOW, this::report))
                .isEqualTo(-1);
        assertThat(problems).singleElement().asString().contains("delay-hint", "retryAfter", "java.lang.String");
        assertThat(problems.toString()).doesNotContain("secret");
    }

    @Test
    void retryAfterOfWhatIsNoResponseIsNone() {
        assertThat(DelayHint.retryAfter().nanos(AttemptOutcome.returned("x", null, null), NOW, this::report))
                .isEqualTo(-1);
        assertThat(DelayHint.retryAfter().nanos(AttemptOutcome.returned(null, null, null), NOW, this::report))
                .isEqualTo(-1);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("times")
    void numbersNearNowAreTimesAndHeadersMayHaveSeveralValues(Object wish, long millis) {
        assertThat(RetryAfter.read(wish, TODAY).nanosFrom(TODAY)).isEqualTo(millis * 1_000_000);
    }

    static Stream<Arguments> times() {
        return Stream.of(
                Arguments.of(TODAY / 1_000 + 2, 2_000),
                Arguments.of(Long.toString(TODAY / 1_000 + 2), 2_000),
                Arguments.of(TODAY / 1_000.0 + 0.5, 500),
                Arguments.of(TODAY + 1_500, 1_500),
                Arguments.of(Long.toString(TODAY + 1_500), 1_500),
                Arguments.of(TODAY - 5, 0),
                Arguments.of(TODAY / 1_000 - 5, 0),
                Arguments.of(86_400, 86_400_000),
                Arguments.of(31_536_000, 31_536_000_000L),
                Arguments.of(Instant.ofEpochMilli(TODAY + 7).toString(), 7),
                Arguments.of("2026-11-28T05:00:07+01:00", 7_000),
                Arguments.of(Instant.ofEpochMilli(TODAY + 7).atOffset(ZoneOffset.UTC), 7),
                Arguments.of(Instant.ofEpochMilli(TODAY + 7).atZone(ZoneOffset.MAX), 7),
                Arguments.of(
                        GregorianCalendar.from(Instant.ofEpochMilli(TODAY + 7).atZone(ZoneOffset.UTC)), 7),
                Arguments.of(List.of("3", "9"), 3_000),
                Arguments.of(new String[] {"3"}, 3_000));
    }

    @ParameterizedTest
    @MethodSource("noDelays")
    void whatIsNoDelayIsTold(Object wish) {
        DelayHint hint = DelayHint.at(PropertyPath.parse("arg0"));

        assertThat(hint.nanos(AttemptOutcome.returned(null, null, new Object[] {wish}), TODAY, this::report))
                .isEqualTo(-1);
        assertThat(problems).singleElement().asString().contains("delay-hint is ignored", "arg0");
    }

    static Stream<Object> noDelays() {
        return Stream.of(
                List.of(), List.of(List.of("3")), LocalTime.NOON, new Object(), "soon", "2026-11-28Tnoon", "1T");
    }

    @Test
    void aTimeIsHeldAgainstTheClockOfTheServer() {
        // The server's clock is an hour ahead: a wait by this machine's would be an hour too long.
        Map<String, String> headers = new HashMap<>();
        headers.put("Date", "Sat, 28 Nov 2026 05:00:00 GMT");
        headers.put("Retry-After", "Sat, 28 Nov 2026 05:00:03 GMT");
        DelayHint hint = DelayHint.at(PropertyPath.parse("get(\"Retry-After\")"));

        assertThat(nanos(hint, headers)).isEqualTo(3 * SECOND);
        headers.put("Date", "yesterday");
        assertThat(nanos(hint, headers)).isEqualTo(3_603 * SECOND);
        headers.remove("Date");
        assertThat(nanos(hint, headers)).isEqualTo(3_603 * SECOND);
        headers.put("Retry-After", "4");
        assertThat(nanos(hint, headers)).isEqualTo(4 * SECOND);
        assertThat(problems).isEmpty();
    }

    private long nanos(DelayHint hint, Object result) {
        return hint.nanos(AttemptOutcome.returned(result, null, null), TODAY, this::report);
    }

    private static long nanosOf(Object wish) {
        RetryAfter read = RetryAfter.read(wish, NOW);
        return read == null ? -1 : read.nanosFrom(NOW);
    }

    private void report(String what, Throwable error) {
        problems.add(what);
    }
}
