package io.datapunk.retry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "a.B,          a.B,        true",
        "a.B,          a.Bc,       false",
        "a.*,          a.B,        true",
        "a.*,          a.b.C,      false",
        "a.*,          a.,         true",
        "a.**,         a.b.C,      true",
        "**.C,         a.b.C,      true",
        "**.C,         C,          false",
        "*Client,      Client,     true",
        "*Client,      a.Client,   false",
        "**Client,     a.b.Client, true",
        "a.*.C,        a.b.C,      true",
        "a.*.C,        a.b.c.C,    false",
        "a.**.C,       a.b.c.C,    true",
        "**.a*.b,      x.ay.a.b,   true",
        "*a*.b,        xaya.b,     true",
        "**a*b,        a.ab,       true",
        "a.B$*,        a.B$C,      true",
        "***,          a.b,        true",
        "*,            '',         true",
        "'',           a,          false"
    })
    void matches(String glob, String name, boolean expected) {
        assertThat(new Glob(glob).matches(name)).isEqualTo(expected);
    }

    @Test
    void inFileNamesADotIsACharacterLikeAny() {
        assertThat(Glob.ofFiles("payment-*.jar").matches("payment-1.2.jar")).isTrue();
        assertThat(Glob.ofFiles("payment-*.jar").matches("payment-1.2.zip")).isFalse();
        assertThat(Glob.ofFiles("*").matches("payment-1.2.jar")).isTrue();
        assertThat(Glob.ofFiles("a.jar").matches("aXjar")).isFalse();
        assertThat(Glob.ofFiles("a*")).isNotEqualTo(new Glob("a*")).isEqualTo(Glob.ofFiles("a*"));
    }

    @Test
    void tellsWhatAnIndexNeeds() {
        assertThat(new Glob("a.B").isLiteral()).isTrue();
        assertThat(new Glob("a.B").literalPrefix()).isEqualTo("a.B");
        assertThat(new Glob("a.b*.C").isLiteral()).isFalse();
        assertThat(new Glob("a.b*.C").literalPrefix()).isEqualTo("a.b");
        assertThat(new Glob("**.C").literalPrefix()).isEmpty();
    }

    /** Every short pattern against the meaning written down as a recursion. */
    @Test
    void meansWhatTheDefinitionSays() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            String pattern = text(random, "ab.**", 8);
            String name = text(random, "ab.", 9);

            assertThat(new Glob(pattern).matches(name))
                    .as("%s against %s", pattern, name)
                    .isEqualTo(byDefinition(pattern, name));
        }
    }

    /** A pattern for which trying all ways would take longer than the universe is old; ends at once or never. */
    @Test
    void noPatternIsSlow() {
        String pattern = "**a*".repeat(50) + "b";

        assertThat(new Glob(pattern).matches("a".repeat(2_000))).isFalse();
        assertThat(new Glob("*a".repeat(50) + "b").matches("a".repeat(2_000))).isFalse();
    }

    private static String text(Random random, String alphabet, int longest) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(longest); text.length() < length; ) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static boolean byDefinition(String pattern, String name) {
        if (pattern.isEmpty()) {
            return name.isEmpty();
        }
        if (pattern.startsWith("**")) {
            return byDefinition(pattern.substring(2), name)
                    || !name.isEmpty() && byDefinition(pattern, name.substring(1));
        }
        if (pattern.startsWith("*")) {
            return byDefinition(pattern.substring(1), name)
                    || !name.isEmpty() && name.charAt(0) != '.' && byDefinition(pattern, name.substring(1));
        }
        return !name.isEmpty()
                && name.charAt(0) == pattern.charAt(0)
                && byDefinition(pattern.substring(1), name.substring(1));
    }
}
