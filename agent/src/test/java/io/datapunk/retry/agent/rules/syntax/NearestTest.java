package io.datapunk.retry.agent.rules.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> WORDS =
            List.of("timeout", "mode", "max-attempts", "max-waiting", "jar", "backoff");

    @ParameterizedTest
    @CsvSource({
        "timeuot,     timeout", // two neighbours swapped
        "timout,      timeout",
        "timeoutt,    timeout",
        "tineout,     timeout",
        "maxAttempts, max-attempts",
        "max_attempt, max-attempts",
        "maxwaiting,  max-waiting",
        "moed,        mode",
        "jra,         jar",
        "backof,      backoff",
        "retries,     ",
        "xyz,         ",
        "'',          "
    })
    void findsWhatWasMeant(String word, String meant) {
        assertThat(Nearest.of(word, WORDS)).isEqualTo(meant);
        assertThat(Nearest.hint(word, WORDS)).isEqualTo(meant == null ? "" : "; did you mean \"" + meant + "\"?");
    }
}
