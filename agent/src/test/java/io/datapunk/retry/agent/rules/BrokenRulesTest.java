package io.datapunk.retry.agent.rules;

import static io.datapunk.retry.agent.rules.RulesText.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What operators read when a file is wrong, to the letter. */
class BrokenRulesTest {

    private static final String RULE = """
            version: 1
            rules:
              - name: a
                match: {class: com.acme.A}
            """;

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                arguments(
                        "misspelt key",
                        RULE + "    backof: {delay: 1s}\n",
                        "f.yml:5:5: rules[0].backof: unknown key \"backof\"; did you mean \"backoff\"?"),
                arguments(
                        "camel case",
                        RULE + "    maxAttempts: 3\n",
                        "f.yml:5:5: rules[0].maxAttempts: unknown key \"maxAttempts\"; did you mean"
                                + " \"max-attempts\"?"),
                arguments(
                        "key that nothing is like",
                        "version: 1\nplugins: []\nrules: []\n",
                        "f.yml:2:1: plugins: unknown key \"plugins\"; expected one of version, enabled, defaults,"
                                + " circuit-breakers, budgets, rules"),
                arguments(
                        "a text of several lines",
                        RULE + "    delay-hint: |\n      getA\n      getB\n",
                        "f.yml:5:17: rules[0].delay-hint: \"getA getB \" is not a property path: at column 5 found \" \","
                                + " expected \".\" or the end"),
                arguments(
                        "wrong type",
                        RULE + "    max-attempts: many\n",
                        "f.yml:5:19: rules[0].max-attempts: found \"many\", expected a whole number, 1 to 1000, or"
                                + " unlimited"),
                arguments(
                        "number in quotes",
                        RULE + "    max-attempts: '5'\n",
                        "f.yml:5:19: rules[0].max-attempts: found the text \"5\", expected a whole number, 1 to"
                                + " 1000, or unlimited"),
                arguments(
                        "duplicate key",
                        RULE + "    timeout: 1s\n    nested: allow\n    timeout: 2s\n",
                        "f.yml:7:5: rules[0].timeout: the key \"timeout\" stands here a second time; the first is at"
                                + " line 5; keep one of them"),
                arguments(
                        "duration without a unit",
                        RULE + "    timeout: 30\n",
                        "f.yml:5:14: rules[0].timeout: found \"30\", expected a duration such as 250ms, 2s, 1m30s, 1h"
                                + " or PT1.5S, above zero; a number needs a unit"),
                arguments(
                        "delay above its maximum",
                        RULE + "    backoff: {delay: 2s, max-delay: 1s}\n",
                        "f.yml:5:37: rules[0].backoff.max-delay: max-delay 1s is below delay 2s; no wait may be longer"
                                + " than max-delay"),
                arguments(
                        "jitter on what is random",
                        RULE + "    backoff:\n      strategy: decorrelated\n      jitter: 20%\n",
                        "f.yml:7:15: rules[0].backoff.jitter: jitter \"20%\" cannot go with the strategy decorrelated,"
                                + " which is random already; leave jitter out"),
                arguments(
                        "key of another strategy",
                        RULE + "    backoff: {strategy: fixed, multiplier: 3}\n",
                        "f.yml:5:32: rules[0].backoff.multiplier: multiplier does not belong to the strategy fixed,"
                                + " which has delay"),
                arguments(
                        "shrinking waits",
                        RULE + "    backoff: {multiplier: 0.5}\n",
                        "f.yml:5:27: rules[0].backoff.multiplier: found \"0.5\", expected a number, 1 or more: waits"
                                + " must not shrink"),
                arguments(
                        "unlimited without timeout",
                        RULE + "    max-attempts: unlimited\n",
                        "f.yml:5:19: rules[0].max-attempts: max-attempts is unlimited and timeout is not set: give a"
                                + " timeout, or 1 to 1000 attempts"),
                arguments(
                        "attempt-timeout above timeout",
                        RULE + "    timeout: 1s\n    attempt-timeout: 90s\n",
                        "f.yml:6:22: rules[0].attempt-timeout: attempt-timeout 1m30s is above timeout 1s"),
                arguments(
                        "unknown breaker",
                        """
                        version: 1
                        circuit-breakers: {payments: {}}
                        rules:
                          - name: a
                            match: {class: A}
                            circuit-breaker: paymnets
                        """,
                        "f.yml:6:22: rules[0].circuit-breaker: found \"paymnets\", expected a name from"
                                + " circuit-breakers; did you mean \"payments\"?"),
                arguments(
                        "unknown budget",
                        RULE + "    budget: outbound\n",
                        "f.yml:5:13: rules[0].budget: found \"outbound\", expected a name from budgets; there are none"),
                arguments(
                        "nothing to match",
                        "version: 1\nrules:\n  - name: a\n    match: {method: charge}\n",
                        "f.yml:4:12: rules[0].match: found a map, expected one of class, subtype-of, annotated-with in"
                                + " it"),
                arguments(
                        "bad regular expression",
                        RULE + "    retry-on: [{message: '(x'}]\n",
                        "f.yml:5:26: rules[0].retry-on[0].message: found \"(x\", expected a regular expression:"
                                + " Unclosed group near character 3"),
                arguments(
                        "slashes",
                        "version: 1\nrules:\n  - name: a\n    match: {class: com/acme/A}\n",
                        "f.yml:4:20: rules[0].match.class: found \"com/acme/A\", expected a class name or glob, such as"
                                + " com.acme.PaymentClient or com.acme.**; write dots, not slashes"),
                arguments(
                        "name given twice",
                        "version: 1\nrules:\n  - {name: a, match: {class: A}}\n  - {name: a, match: {class: B}}\n",
                        "f.yml:4:12: rules[1].name: the name \"a\" is taken by the rule at f.yml:3:12"),
                arguments(
                        "tab",
                        RULE + "\ttimeout: 1s\n",
                        "f.yml:5:1: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use"
                                + " \\t(TAB) for indentation) while scanning for the next token"),
                arguments(
                        "control character",
                        RULE + "    timeout: \u0007\n",
                        "f.yml:5:14: found the control character U+0007, expected text; is this a rules file?"),
                arguments(
                        "empty file",
                        "# nothing\n",
                        "f.yml:1:1: the file is empty; expected \"version: 1\" and \"rules:\""),
                arguments(
                        "version of the future",
                        "version: 2\nrules: []\n",
                        "f.yml:1:10: version: found \"2\", expected 1, the only version there is"),
                arguments("no rules", "version: 1\n", "f.yml:1:1: found a map, expected rules: in it"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFiles")
    void saysWhatIsWrongAndWhere(String name, String text, String message) {
        assertThat(problems(text)).containsExactly(message);
    }

    @Test
    void tellsAllMistakesInOneGoAndInFileOrder() {
        String text = """
                version: 1
                enabled: yes
                defaults:
                  backoff: {delay: 5s, max-delay: 1s}
                  retry-on: [{exception: a b, message: '('}]
                circuit-breakers:
                  one: {failure-rate: 120%, window: 10 calls, minimum-calls: 20}
                rules:
                  - name: first
                    match: {class: [], methd: x}
                    max-attempts: 0
                  - match: {class: A}
                    mode: enforced
                    retry-if: [{status: [200, x]}]
                    abort-on: {in-causes: maybe}
                """;

        assertThat(problems(text))
                .extracting(line -> line.substring(0, line.indexOf(' ', line.indexOf(' ') + 1) - 1))
                .containsExactly(
                        "f.yml:2:10: enabled",
                        "f.yml:4:35: defaults.backoff.max-delay",
                        "f.yml:5:26: defaults.retry-on[0].exception",
                        "f.yml:5:40: defaults.retry-on[0].message",
                        "f.yml:7:23: circuit-breakers.one.failure-rate",
                        "f.yml:7:62: circuit-breakers.one.minimum-calls",
                        "f.yml:10:20: rules[0].match.class",
                        "f.yml:10:24: rules[0].match.methd",
                        "f.yml:11:19: rules[0].max-attempts",
                        "f.yml:12:5: rules[1]",
                        "f.yml:13:11: rules[1].mode",
                        "f.yml:14:31: rules[1].retry-if[0].status[1]",
                        "f.yml:15:27: rules[1].abort-on.in-causes");
    }
}
