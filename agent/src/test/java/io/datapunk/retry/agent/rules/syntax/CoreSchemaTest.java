package io.datapunk.retry.agent.rules.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML 1.2, specification 10.3.2; what was something else in 1.1 is what it looks like. */
class CoreSchemaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no",
                "No",
                "yes",
                "on",
                "off",
                "y",
                "n",
                "1:30",
                "12:30:45",
                "2001-12-14",
                "1_000",
                "0b1",
                "=",
                "<<",
                "a",
                "1s",
                "20%",
                "-",
                "+",
                ".",
                "e5",
                "1e",
                "1-2",
                "1.2.3",
                "0x",
                "0o",
                "0x-5",
                "0o+7",
                "0xg",
                "0o8",
                "-0x1",
                "1d",
                "NaN",
                "Infinity",
                "tRue",
                "nUll",
                "99999999999999999999",
                "１"
            })
    void texts(String text) {
        assertThat(CoreSchema.resolve(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "010", "+10", "0xA", "0xa", "0o12", "00000000000000000000010"})
    void ten(String text) {
        assertThat(CoreSchema.resolve(text)).isEqualTo(10L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1.5", "-15e-1", "-.15E+1", "-1.50", "-01.5"})
    void minusOneAndAHalf(String text) {
        assertThat(CoreSchema.resolve(text)).isEqualTo(-1.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
    void nothing(String text) {
        assertThat(CoreSchema.resolve(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "TRUE"})
    void isTrue(String text) {
        assertThat(CoreSchema.resolve(text)).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "False", "FALSE"})
    void isFalse(String text) {
        assertThat(CoreSchema.resolve(text)).isEqualTo(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {".inf", "+.Inf", "-.INF", ".nan", ".NaN"})
    void noNumberToCountOn(String text) {
        assertThat((Double) CoreSchema.resolve(text)).isNotFinite();
    }
}
