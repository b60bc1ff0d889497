package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a path: what is one, and where it goes wrong. */
class PropertyPathParserTest {

    /** Shows the arguments that literals became. */
    public static class Echo {
        public List<?> of(Object a, Object b) {
            return Arrays.asList(a, b);
        }

        public String primitives(boolean flag, int number, long large) {
            return flag + " " + number + " " + large;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "getStatusLine.getStatusCode",
                "getHeader(\"Retry-After\").getValue",
                "get('a.b(c)')",
                "f()",
                "this",
                "this.url",
                "arg0",
                "arg12.retries",
                "a(1, -2, 3L, true,false , null)",
                "größe",
                "_a$1"
            })
    void isAPath(String text) {
        assertThat(PropertyPath.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|1|the end|the name of an accessor",
                "a.|3|the end|the name of an accessor",
                "a..b|3|\".\"|the name of an accessor",
                "1a|1|\"1\"|the name of an accessor",
                "a-b|2|\"-\"|\".\" or the end",
                "a b|2|\" \"|\".\" or the end",
                "a(|3|the end|a literal",
                "a(x)|3|\"x\"|a literal",
                "a(1.5)|4|\".\"|\",\" or \")\"",
                "a(1 2)|5|\"2\"|\",\" or \")\"",
                "a(99999999999999999999)|3|\"9\"|a literal",
                "a(1,)|5|\")\"|a literal",
                "a(1|4|the end|\",\" or \")\"",
                "a(\"x)|3|\"\"\"|a closing \"",
                "a()b|4|\"b\"|\".\" or the end"
            })
    void isNone(String text, int column, String found, String expected) {
        assertThatThrownBy(() -> PropertyPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"" + text + "\" is not a property path: at column " + column + " found "
                        + found + ", expected " + expected);
    }

    @Test
    void literalsBecomeArguments() {
        assertThat(read("of(\"a, b\", 'say \"x\"')")).isEqualTo(List.of("a, b", "say \"x\""));
        assertThat(read("of( 12 , -3 )")).isEqualTo(List.of(12, -3));
        assertThat(read("of(5L, 5000000000)")).isEqualTo(List.of(5L, 5_000_000_000L));
        assertThat(read("of(true, null)")).isEqualTo(Arrays.asList(true, null));
        assertThat(read("primitives(false, 7, 8)")).isEqualTo("false 7 8");
    }

    private static Object read(String path) {
        return PropertyPath.parse(path).readFrom(new Echo());
    }
}
