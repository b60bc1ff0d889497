package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCodesTest {

    @Test
    void codesAndRangesWithTheirBounds() {
        StatusCodes codes = StatusCodes.parse(List.of("429", " 502 - 504 ", "-911"));

        assertThat(codes).hasToString("429, 502-504, -911");
        assertThat(List.of(429, 502, 503, 504, -911)).allMatch(codes::contains);
        assertThat(List.of(428, 430, 501, 505, 911, 0)).noneMatch(codes::contains);
    }

    @Test
    void aRangeOfNegativeCodes() {
        StatusCodes codes = StatusCodes.parse(List.of("-5--3"));

        assertThat(List.of(-5, -4, -3)).allMatch(codes::contains);
        assertThat(List.of(-6, -2, 4)).noneMatch(codes::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "5-", "5xx", "4.5", "429,503", "99999999999", "1-2-3"})
    void whatIsNoCode(String text) {
        assertThatThrownBy(() -> StatusCodes.parse(List.of("200", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is not a status code such as 429 or a range such as 502-504");
    }

    @Test
    void anEmptyRangeNamesBothEnds() {
        assertThatThrownBy(() -> StatusCodes.parse(List.of("504-502")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("504", "502", "empty");
    }

    @Test
    void noCodesAtAll() {
        assertThatThrownBy(() -> StatusCodes.parse(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }
}
