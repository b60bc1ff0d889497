package io.datapunk.retry.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {

    @ParameterizedTest
    @CsvSource({"1b", "7", "a", "d", "9", "0", "7f", "85", "9b", "ad", "200b", "202e", "2028", "2029", "2066", "feff"})
    void whatControlsOrFormatsIsEscaped(String hexadecimal) {
        char c = (char) Integer.parseInt(hexadecimal, 16);
        String escape = "\\u" + "0000".substring(hexadecimal.length()) + hexadecimal;

        assertThat(PlainText.of("a" + c + "b" + c)).isEqualTo("a" + escape + "b" + escape);
    }

    @Test
    void halvesOfPairsAreEscapedAndPairsAreNot() {
        assertThat(PlainText.of("\ud83d\ude00 \ude00\ud83d")).isEqualTo("\ud83d\ude00 \\ude00\\ud83d");
        // A tag character, which is shown as nothing.
        assertThat(PlainText.of("\udb40\udc41")).isEqualTo("\\udb40\\udc41");
    }

    @Test
    void otherTextIsGivenBackAsItIs() {
        String text = "Grüße, 日本 -> a.b.C$d(int[]) ~";
        assertThat(PlainText.of(text)).isSameAs(text);
    }
}
