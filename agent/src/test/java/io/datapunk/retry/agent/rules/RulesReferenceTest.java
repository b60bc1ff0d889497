package io.datapunk.retry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.MarkdownPage;
import io.datapunk.retry.agent.rules.syntax.Mark;
import io.datapunk.retry.policy.AsyncExecution;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference page of rules and the reader: each key has a row, each row is a key, and the defaults are those. */
class RulesReferenceTest {

    private static final String PAGE = "docs/reference/rules.md";

    /** How the keys of a table are written in a rule; {@code %s} is {@code key: value}. */
    private static final Map<String, String> IN_A_RULE = Map.of(
            "A rule", "%s",
            "budget", "budget: {%s}",
            "circuit-breaker", "circuit-breaker: {slow-call: 1s, %s}",
            "backoff", "backoff: {%s}",
            "attempt-timeout", "attempt-timeout: {after: 1s, %s}");

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("The file", List.of(RulesReader.KEYS)),
                Arguments.of("A rule", plus(RuleReader.KEYS, "name", "match")),
                Arguments.of("match", List.of(MatchReader.KEYS)),
                Arguments.of("retry-on and abort-on", List.of(FailureReader.KEYS)),
                Arguments.of("retry-if", List.of(ResultReader.KEYS)),
                Arguments.of("attempt-timeout", List.of(RuleReader.ATTEMPT_TIMEOUT_KEYS)),
                Arguments.of("backoff", List.of(BackoffReader.KEYS)),
                Arguments.of("budget", List.of(BudgetReader.KEYS)),
                Arguments.of("circuit-breaker", List.of(BreakerReader.KEYS)),
                Arguments.of(
                        "async-executor",
                        Arrays.stream(AsyncExecution.values())
                                .map(value ->
                                        value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .toList()));
    }

    private static List<String> plus(String[] keys, String... more) {
        return Stream.concat(Stream.of(keys), Stream.of(more)).toList();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void eachKeyOfTheReaderHasARowAndEachRowIsAKey(String heading, List<String> keys) throws IOException {
        assertThat(MarkdownPage.read(PAGE).keys(heading)).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void eachBackoffStrategyHasARow() throws IOException {
        assertThat(MarkdownPage.read(PAGE).keys("backoff", 1))
                .containsExactlyInAnyOrder(Arrays.stream(BackoffReader.STRATEGIES)
                        .map(row -> row[0])
                        .toArray(String[]::new));
    }

    static Stream<Arguments> defaults() throws IOException {
        MarkdownPage page = MarkdownPage.read(PAGE);
        return IN_A_RULE.entrySet().stream().flatMap(place -> page.table(place.getKey()).stream()
                .filter(row -> row.get(2).matches("`[^`]+`(, `[^`]+`)*"))
                .map(row -> Arguments.of(
                        place.getValue(), MarkdownPage.codes(row.get(0)).get(0), MarkdownPage.codes(row.get(2)))));
    }

    /** A rule that says the default has the same values as one that leaves the key out. */
    @ParameterizedTest
    @MethodSource("defaults")
    void theDefaultOfThePageIsThatOfTheReader(String place, String key, List<String> values) {
        String value = values.size() == 1 ? values.get(0) : values.toString();

        RetryRule said = RulesText.rule(place.formatted(key + ": " + value));
        RetryRule unsaid = RulesText.rule(place.formatted("").replace(", }", "}"));

        assertThat(said)
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(Mark.class)
                .isEqualTo(unsaid);
    }

    @Test
    void mostDefaultsAreCompared() throws IOException {
        assertThat(defaults()).hasSizeGreaterThan(25);
    }
}
