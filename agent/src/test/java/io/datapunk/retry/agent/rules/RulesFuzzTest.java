package io.datapunk.retry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.rules.syntax.RuleProblem;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

/**
 * Good files with random damage load, or say what is wrong and where; nothing else. {@code -Dfuzz.count=100000} for
 * more of it, {@code -Dfuzz.seed} for other damage.
 */
class RulesFuzzTest {

    /** A good file in which every key stands. */
    static final String ALL_KEYS = """
            version: 1
            enabled: true
            defaults: &d
              max-attempts: 4
              backoff: {strategy: linear, delay: 100ms, increment: 50ms, jitter: full}
              retry-on: [java.io.IOException, {exception: a.B, message: '.*x', in-causes: true}]
            circuit-breakers:
              c: {failure-rate: 50%, slow-call: 2s, slow-call-rate: 80%, window: 100 calls, minimum-calls: 20,
                  open-for: 30s, half-open-calls: 3, open-exception: a.Open}
            budgets:
              b: {ratio: 20%, min-per-second: 10}
            rules:
              - name: one
                match:
                  class: [com.acme.*, 'A$B']
                  method: ["charge(java.lang.String, long)", get*]
                  proxies: outermost
                  exclude: {subtype-of: java.lang.Runnable, jar: x-*.jar}
                timeout: 1m30s
                attempt-timeout: 2s
                circuit-breaker: c
                budget: b
                on-exhausted: {return: null}
                max-attempts: unlimited
                delay-hint: true
              - &two
                name: two
                match: {annotated-with: a.Retried, returns: int}
                <<: {mode: observe, nested: allow}
                retry-if: [{status: [429, 502-504]}, {equals: null}, {property: 'getH("A").b', in: [1, x]}]
                abort-on: [{sql-state: ["40001", "08*"]}, {property: getCode, matches: 'E.'}]
                discard: arg0.releaseConnection
                backoff: {strategy: schedule, delays: [100ms, 1s]}
                async-executor: virtual
                retry-after-emission: false
                allow-synchronized: true
                max-waiting: 10
                accept-warnings: [in-transaction, catch-all]
              - {name: three, match: {class: C}, backoff: {strategy: custom, class: a.B, parameters: {x: 1}}}
            """;

    private static final String[] PIECES = {
        ": ",
        "\n",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "'",
        "\"",
        "&d ",
        "*d",
        "<<: *d",
        "!!str ",
        "!x ",
        "~",
        "#",
        "|\n",
        ">",
        "? ",
        "%",
        "\t",
        "\u0000",
        "\uFEFF",
        "\uD83D",
        "0",
        "-1",
        "99999999999",
        "1e400",
        ".nan",
        "unlimited",
        "off",
        "(",
        "\\",
        "..",
        "**",
        "@"
    };

    @Test
    void loadsOrSaysWhereItIsWrong() throws Exception {
        int count = Integer.getInteger("fuzz.count", 2_000);
        long seed = Long.getLong("fuzz.seed", 20_261_123L);
        List<String> good = List.of(ALL_KEYS, Files.readString(OwnRulesTest.FILE));
        int loaded = 0;
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed + i);
            String text = good.get(i % good.size());
            for (int damage = 1 + random.nextInt(4); damage > 0; damage--) {
                text = damage(text, random);
            }
            loaded += loads(text, seed + i) ? 1 : 0;
        }
        // Damage that is never seen, or always, would test little.
        assertThat(loaded).isBetween(count / 100, count - count / 5);
    }

    @Test
    void theFilesAreGoodBeforeTheDamage() {
        assertThat(RulesText.problems(ALL_KEYS)).isEmpty();
    }

    private static boolean loads(String text, long seed) {
        try {
            RuleSet rules = RulesReader.read("fuzz", Map.of("f.yml", text));
            assertThat(rules.rules())
                    .allSatisfy(rule -> assertThat(rule.policy()).isNotNull());
            return true;
        } catch (RulesException e) {
            int lines = text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1).length;
            assertThat(e.problems()).as("seed %d", seed).isNotEmpty().allSatisfy(problem -> check(problem, lines));
            assertThat(e.problems()).as("seed %d", seed).isSorted();
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ":\n" + text, e);
        }
    }

    private static void check(RuleProblem problem, int lines) {
        assertThat(problem.mark().file()).isEqualTo("f.yml");
        assertThat(problem.mark().line()).isBetween(1, lines + 1);
        assertThat(problem.mark().column()).isPositive();
        assertThat(problem.message()).isNotBlank();
        assertThat(problem.toString()).doesNotContain("\n").doesNotContain("null pointer");
    }

    static String damage(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + 1 + random.nextInt(12));
        String piece = PIECES[random.nextInt(PIECES.length)];
        String[] lines = text.split("\n", -1);
        int line = random.nextInt(lines.length);
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + piece + text.substring(at);
            case 2 -> text.substring(0, at) + piece + text.substring(to);
            case 3 -> with(lines, line, lines[line] + "\n" + lines[random.nextInt(lines.length)]);
            case 4 -> with(lines, line, lines[line].replaceFirst(": .*", ": " + Matcher.quoteReplacement(piece)));
            default -> with(lines, line, " ".repeat(random.nextInt(8)) + lines[line].strip());
        };
    }

    private static String with(String[] lines, int at, String line) {
        lines[at] = line;
        return String.join("\n", lines);
    }
}
