package io.datapunk.retry.agent.rules;

import static io.datapunk.retry.agent.rules.RulesText.problems;
import static io.datapunk.retry.agent.rules.RulesText.ruleWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema and the reader agree: on the keys that there are, and on which files are good. */
class SchemaTest {

    /** What a schema cannot know, or not without becoming unreadable: words that the reader's message then has. */
    private static final Map<String, String> BEYOND_A_SCHEMA = Map.ofEntries(
            Map.entry("the syntax of regular expressions", "regular expression"),
            Map.entry("the syntax of property paths", "column"),
            Map.entry("that a range ends above its beginning", "is empty"),
            Map.entry("sums of durations", "292 years"),
            Map.entry("a bound above another value: delays", "no wait may be longer than max-delay"),
            Map.entry("a bound above another value: delays of a schedule", "is above max-delay"),
            Map.entry("a bound above another value: timeouts", "is above timeout"),
            Map.entry("a bound above another value: minimum-calls", "could never open"),
            Map.entry("how long a window is", "a window of 1s to 1h"),
            Map.entry("how many calls a window has", "1 to 1000000 calls"),
            Map.entry("that nothing flows into a budget", "allow no retry at all"),
            Map.entry("names that there are", "expected a name from"),
            Map.entry("names that are taken", "is taken"),
            Map.entry("that a file in a directory need have no rules", "rules: in it"),
            Map.entry("what defaults add", "max-attempts is unlimited"));

    private static final Schema SCHEMA = Schema.ofRepository();

    @Test
    void itHasEveryKeyOfTheReaderAndNoOther() {
        JsonNode root = SCHEMA.node();
        Map<String, String[]> keys = new HashMap<>();
        keys.put("match", MatchReader.KEYS);
        keys.put("exclude", MatchReader.EXCLUDE_KEYS);
        keys.put("defaults", RuleReader.KEYS);
        keys.put("result", ResultReader.KEYS);
        keys.put("backoff", BackoffReader.KEYS);
        keys.put("budget", BudgetReader.KEYS);
        keys.put("attemptTimeout", RuleReader.ATTEMPT_TIMEOUT_KEYS);
        keys.put("circuitBreaker", BreakerReader.KEYS);
        keys.forEach((name, expected) ->
                assertThat(keysOf(root.at("/definitions/" + name))).as(name).containsExactlyInAnyOrder(expected));
        assertThat(keysOf(root)).containsExactlyInAnyOrder(RulesReader.KEYS);
        assertThat(keysOf(root.at("/definitions/failure/anyOf/1"))).containsExactlyInAnyOrder(FailureReader.KEYS);
        Set<String> ofRule = new TreeSet<>(Arrays.asList(RuleReader.KEYS));
        ofRule.addAll(List.of("name", "match"));
        assertThat(keysOf(root.at("/definitions/rule"))).isEqualTo(ofRule);
        assertThat(root.at("/definitions/warningId/enum"))
                .map(JsonNode::asText)
                .containsExactly(
                        Arrays.stream(WarningId.values()).map(WarningId::text).toArray(String[]::new));
        assertThat(root.at("/definitions/backoff/properties/strategy/enum"))
                .map(JsonNode::asText)
                .containsExactlyInAnyOrder(Arrays.stream(BackoffReader.STRATEGIES)
                        .map(row -> row[0])
                        .toArray(String[]::new));
    }

    private static Set<String> keysOf(JsonNode object) {
        assertThat(object.path("additionalProperties").asBoolean(true))
                .as("other keys are refused")
                .isFalse();
        Set<String> keys = new TreeSet<>();
        object.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void everyKeyIsDescribed() {
        JsonNode rule = SCHEMA.node().at("/definitions/rule/properties");
        rule.fields().forEachRemaining(key -> assertThat(
                        key.getValue().has("description") || key.getValue().has("$ref"))
                .as(key.getKey())
                .isTrue());
    }

    static Stream<String> goodValues() {
        return EveryKeyTest.good().map(given -> ruleWith(given.toString()));
    }

    static Stream<String> badValues() {
        return EveryKeyTest.bad().map(given -> ruleWith(given.toString()));
    }

    static Stream<String> files() throws Exception {
        Stream<String> broken = BrokenRulesTest.brokenFiles()
                .map(arguments -> (String) arguments.get()[1]);
        return Stream.concat(
                broken, Stream.of(RulesFuzzTest.ALL_KEYS, Files.readString(OwnRulesTest.FILE), ofReadme()));
    }

    private static String ofReadme() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        int from = readme.indexOf("```yaml\n") + 8;
        return readme.substring(from, readme.indexOf("```", from));
    }

    @ParameterizedTest
    @MethodSource({"goodValues", "badValues", "files"})
    void itAgreesWithTheReader(String yaml) {
        List<String> ofSchema = SCHEMA.problems(yaml);
        List<String> ofReader = problems(yaml);
        if (ofSchema == null) {
            assertThat(ofReader).as("no YAML").isNotEmpty();
        } else if (ofSchema.isEmpty()) {
            assertThat(ofReader).as(yaml).allMatch(SchemaTest::isBeyondASchema);
        } else {
            assertThat(ofReader).as("%s%nthe schema says %s", yaml, ofSchema).isNotEmpty();
        }
    }

    /** Whatever an editor marks is wrong. */
    @Test
    void itRefusesNothingThatTheReaderTakes() throws Exception {
        List<String> good = List.of(RulesFuzzTest.ALL_KEYS, Files.readString(OwnRulesTest.FILE));
        int refused = 0;
        for (int i = 0; i < Integer.getInteger("fuzz.count", 1_000); i++) {
            Random random = new Random(i);
            String yaml = RulesFuzzTest.damage(good.get(i % 2), random);
            List<String> ofSchema = SCHEMA.problems(yaml);
            if (ofSchema != null && !ofSchema.isEmpty()) {
                refused++;
                assertThat(problems(yaml))
                        .as("%s%nthe schema says %s", yaml, ofSchema)
                        .isNotEmpty();
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void eachExceptionIsNeeded() {
        Set<String> needed = new TreeSet<>();
        Stream.concat(badValues(), BrokenRulesTest.brokenFiles().map(arguments ->
                        (String) arguments.get()[1]))
                .filter(yaml -> List.of().equals(SCHEMA.problems(yaml)))
                .flatMap(yaml -> problems(yaml).stream())
                .forEach(problem -> BEYOND_A_SCHEMA.values().stream()
                        .filter(problem::contains)
                        .forEach(needed::add));
        assertThat(needed).containsExactlyInAnyOrderElementsOf(BEYOND_A_SCHEMA.values());
    }

    private static boolean isBeyondASchema(String problem) {
        return BEYOND_A_SCHEMA.values().stream().anyMatch(problem::contains);
    }
}
