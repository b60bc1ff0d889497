package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server wishes, in all the forms that servers and programs have for it. Now is Sun, 6 Nov 1994 08:49:37 GMT. */
class DelayHintTest {

    private static final long NOW = 784_111_777_000L;
    private static final long SECOND = 1_000_000_000L;

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
        assertThat(RetryAfter.nanos(text, NOW)).isEqualTo(millis * 1_000_000);
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
        assertThat(RetryAfter.nanos(text, NOW)).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void objectsAreRead(Object wish, long nanos) {
        assertThat(RetryAfter.nanos(wish, NOW)).isEqualTo(nanos);
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
        assertThat(hint.nanos(Attempt.returned(null, null, new Object[] {"abc"}), NOW, this::report))
                .isEqualTo(3 * SECOND);
        assertThat(problems).isEmpty();
    }

    @Test
    void aHintThatCannotBeReadIsReportedAndIsNone() {
        DelayHint hint = DelayHint.at(PropertyPath.parse("retryAfter"));

        assertThat(hint.nanos(Attempt.returned("secret", null, null), NOW, this::report))
                .isEqualTo(-1);
        assertThat(problems).singleElement().asString().contains("delay-hint", "retryAfter", "java.lang.String");
        assertThat(problems.toString()).doesNotContain("secret");
    }

    @Test
    void retryAfterOfWhatIsNoResponseIsNone() {
        assertThat(DelayHint.retryAfter().nanos(Attempt.returned("x", null, null), NOW, this::report))
                .isEqualTo(-1);
        assertThat(DelayHint.retryAfter().nanos(Attempt.returned(null, null, null), NOW, this::report))
                .isEqualTo(-1);
        assertThat(problems).isEmpty();
    }

    private void report(String what, Throwable error) {
        problems.add(what);
    }
}
