package io.datapunk.retry.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0ms, 0",
        "7ns, 7",
        "250us, 250000",
        "250ms, 250000000",
        "2s, 2000000000",
        "1m30s, 90000000000",
        "1h, 3600000000000",
        "1d, 86400000000000",
        "1h0m5ms, 3600005000000",
        "90s, 90000000000",
        "' 2s ', 2000000000",
        "PT1.5S, 1500000000",
        "pt1m, 60000000000",
        "P1DT1H, 90000000000000",
        "9223372036854775807ns, 9223372036854775807",
        "106751d, 9223286400000000000"
    })
    void isRead(String text, long nanos) {
        assertThat(Durations.parse(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "5", "s", "1.5s", "-5s", "5 s", "1s 2ms", "2S", "1sec", "30s1m", "1s1s", "1m30", "PT", "P1",
                "PTS", "soon", "٣s", "0x5s"
            })
    void isNotADuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is not a duration such as 250ms, 2s, 1m30s, 1h or PT1.5S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808ns",
                "106752d",
                "106751d24h",
                "106751d23h48m",
                "99999999999999999999s",
                "PT2562048H"
            })
    void isTooLong(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text + " is longer than 292 years");
    }

    @Test
    void isNegative() {
        assertThatThrownBy(() -> Durations.parse("PT-1S"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1s")
                .hasMessageContaining("must not be negative");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "1, 1ns",
        "999, 999ns",
        "1500, 1us500ns",
        "250000000, 250ms",
        "1000000000, 1s",
        "90000000000, 1m30s",
        "3600000000000, 1h",
        "3601000000000, 1h",
        "90061000000000, 1d1h",
        "-90000000000, -1m30s",
        "9223372036854775807, 106751d23h",
        "-9223372036854775808, -106751d23h"
    })
    void isWritten(long nanos, String text) {
        assertThat(Durations.format(nanos)).isEqualTo(text);
    }

    @Test
    void whatIsWrittenIsReadAgainWithinTheSecondUnit() {
        Random random = new Random(20_261_123);
        for (int round = 0; round < 20_000; round++) {
            long nanos = random.nextLong() >>> 1 >>> random.nextInt(63);
            String text = Durations.format(nanos);
            long again = Durations.parse(text);
            assertThat(again).as(text).isLessThanOrEqualTo(nanos).isGreaterThanOrEqualTo(nanos - nanos / 24);
            assertThat(Durations.format(again)).isEqualTo(text);
        }
    }

    @Test
    void isoTextIsReadAsTheJdkDoes() {
        Random random = new Random(20_261_123);
        for (int round = 0; round < 5_000; round++) {
            long nanos = random.nextLong() >>> 1 >>> random.nextInt(63);
            assertThat(Durations.parse(Duration.ofNanos(nanos).toString())).isEqualTo(nanos);
        }
    }

    @Test
    void nanosSaturate() {
        assertThat(Durations.nanos(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(Durations.nanos(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
        assertThat(Durations.nanos(Duration.ofMillis(-3))).isEqualTo(-3_000_000);
    }
}
