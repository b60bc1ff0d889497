package io.datapunk.retry.agent.rules;

import static io.datapunk.retry.agent.rules.RulesText.problems;
import static io.datapunk.retry.agent.rules.RulesText.ruleWith;
import static io.datapunk.retry.agent.rules.RulesText.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key of a rule takes what the contract says, and nothing else. */
class EveryKeyTest {

    /** Key, good values, bad values; values separated by spaced bars. */
    private static final String[][] KEYS = {
        {
            "retry-on",
            "java.io.IOException | [a.B, 'c.D$E'] | [] | [{exception: a.B, message: 'x.*', in-causes: true}]"
                    + " | [{sql-state: ['40001', 08*]}] | [{status: [503]}]"
                    + " | [{exception: a.B, property: getCode, in: [1, null]}] | {property: getCode, matches: 'E.*'}",
            "'' | [''] | 'a b' | a..b | .a | a/B | java.io.* | 5x | [[a.B]] | [{}] | [{exceptoin: a.B}]"
                    + " | [{sql-state: 123456}] | [{sql-state: '*'}] | [{sql-state: 'a-b*'}] | [{message: '['}]"
                    + " | [{status: [429], in: [1]}] | [{property: getCode}] | [{exception: a.B, in-causes: 1}]"
        },
        {"abort-on", "a.B | [a.B] | [{exception: a.B}]", "[] | '' | {} | [~] | true!"},
        {
            "retry-if",
            "[{status: [429, 502-504]}] | {status: 503} | [{equals: null}] | [{equals: false}] | [{equals: x}]"
                    + " | [{property: getA, in: [1, x]}] | [{property: 'getH(\"A\").b', matches: 'x+'}]"
                    + " | [{property: getCode, status: [503]}]",
            "[] | 503 | [{}] | [{status: []}] | [{status: [x]}] | [{status: [504-502]}] | [{status: 5, equals: 5}]"
                    + " | [{in: [1]}] | [{matches: x}] | [{property: getA}] | [{property: 'a..b', in: [1]}]"
                    + " | [{equals: [1]}] | [{equals: 1, property: getA}] | [{property: getA, matches: '('}]"
        },
        {"delay-hint", "true | false | off | getHeader(\"Retry-After\").getValue | arg0.x", "on | '' | '(' | [] | 1.5"},
        {"discard", "close | keep | arg0.releaseConnection | this.reset", "true | ~ | '' | 'a..b' | {} | 7"},
        {
            "max-attempts",
            "1 | 1000 | 010 | 0x10",
            "0 | -1 | 1001 | 2.5 | three | Unlimited | '3' | [] | ~ | 99999999999999999999"
        },
        {
            "timeout",
            "1ns | 250ms | 1m30s | PT1.5S | 1h | 106751d",
            "0 | 0s | -1s | 10 | 1.5s | PT-1S | soon | ~ | [] | 999999999d | 1s1m"
        },
        {
            "attempt-timeout",
            "250ms | 2s | {after: 2s} | {after: 2s, interrupt: false} | {interrupt: true, after: 1ms}",
            "0ms | x | 5 | {} | {interrupt: false} | {after: 0s} | {after: 2s, interrupt: no} | {after: 2s, interupt: false} | []"
        },
        {
            "on-exhausted",
            "rethrow | wrap | {return: null} | {return: ~} | {return: -1} | {return: x} | {return: []} | {return: {}}",
            "throw | {} | {retrun: 1} | [] | {return: [1]} | {return: 1, wrap: 2} | ~"
        },
        {"nested", "innermost | allow", "outermost | true | ~ | []"},
        {"mode", "enforce | observe | off", "on | Off | false | ~ | {}"},
        {"max-waiting", "1 | 2147483646 | unlimited", "0 | -1 | 1.5 | none | ~ | 2147483647"},
        {
            "budget",
            "off | {} | {ratio: 20%} | {ratio: 0%, min-per-second: 0.5} | {ratio: 100%, min-per-second: 0} | {ratio: 12.5%}",
            "on | {ratio: 20} | {ratio: 101%} | {ratio: -1%} | {ratio: 5d%} | {ratio: NaN%} | {ratio: 1.2.3%} | {ratio: '%'} | {ratio: .%}"
                    + " | {min-per-second: -1} | {min-per-second: 1000001} | {min-per-second: .inf}"
                    + " | {ratio: 0%, min-per-second: 0} | [] | ~ | {ratoi: 1%}"
        },
        {
            "circuit-breaker",
            "{} | {failure-rate: 50%, slow-call: 2s, slow-call-rate: 80%, window: 100 calls, minimum-calls: 20,"
                    + " open-for: 30s, half-open-calls: 3, open-exception: a.B} | {window: 60s} | {window: 10 calls}",
            "none | ~ | [] | {failure-rate: 0%} | {failure-rate: 50} | {slow-call: 0s} | {slow-call-rate: 50%}"
                    + " | {window: 100} | {window: 0 calls} | {window: x calls} | {window: 100ms} | {window: 2h}"
                    + " | {window: 1000001 calls} | {minimum-calls: 0} | {window: 10 calls, minimum-calls: 11}"
                    + " | {minimum-calls: 101} | {open-for: 0s} | {half-open-calls: 0} | {open-exception: a b} | {windw: 1s}"
        },
        {"async-executor", "common | caller-runs | virtual", "pool | ~ | []"},
        {"retry-after-emission", "true | false", "yes | on | 1 | 'true' | ~"},
        {"allow-synchronized", "true | false", "no | off | 0 | \"false\" | []"},
        {
            "accept-warnings",
            "in-transaction | [in-transaction, 'one-shot-argument'] | []",
            "all | ~ | true | [in-transactoin] | [[in-transaction]] | {in-transaction: true} | IN_TRANSACTION"
        },
        {
            "backoff",
            "{} | {strategy: exponential, delay: 100ms, multiplier: 1, max-delay: 10s, jitter: 20%}"
                    + " | {strategy: fixed, delay: 0, jitter: none} | {strategy: linear, delay: 1s, increment: 0ms, jitter: full}"
                    + " | {strategy: random, delay: 1s} | {strategy: fibonacci, jitter: equal}"
                    + " | {strategy: decorrelated, max-delay: 5s} | {strategy: schedule, delays: [100ms, 0ms], jitter: 0%}"
                    + " | {strategy: custom, class: a.B, jar: b.jar, parameters: {x: 1, y: null}, jitter: 100%, max-delay: 1s}",
            "fixed | ~ | {strategy: quadratic} | {strategy: ~} | {delay: -1s} | {delay: 40s, max-delay: 30s} | {max-delay: 50ms}"
                    + " | {max-delay: 0s} | {multiplier: 0.99} | {multiplier: .inf} | {multiplier: .nan} | {multiplier: x} | {jitter: 101%} | {jitter: some}"
                    + " | {jitter: 20} | {jitter: []} | {increment: 1s} | {delays: [1s]} | {class: a.B}"
                    + " | {strategy: random, jitter: none} | {strategy: decorrelated, jitter: full}"
                    + " | {strategy: decorrelated, delay: 0} | {strategy: schedule} | {strategy: schedule, delays: []}"
                    + " | {strategy: schedule, delays: [1s, x]} | {strategy: schedule, delays: [5s], max-delay: 1s}"
                    + " | {strategy: schedule, delay: 1s, delays: [1s]} | {strategy: fixed, delays: [1s]}"
                    + " | {strategy: custom} | {strategy: custom, class: 'a b'} | {strategy: custom, class: a.B, parameters: [1]}"
                    + " | {strategy: custom, class: a.B, parameters: {x: [1]}} | {strategy: custom, class: a.B, delay: 1s}"
        }
    };

    /** What can be written, and is warned of. */
    private static final Set<String> MAKE_NO_SENSE =
            Set.of("retry-on: []", "timeout: 1ns", "budget: {ratio: 0%, min-per-second: 0.5}");

    record Case(String key, String value) {
        @Override
        public String toString() {
            return key + ": " + value;
        }
    }

    static Stream<Case> good() {
        return cases(1);
    }

    static Stream<Case> bad() {
        return cases(2);
    }

    private static Stream<Case> cases(int column) {
        return Arrays.stream(KEYS)
                .flatMap(row -> Arrays.stream(row[column].split(" \\| ")).map(value -> new Case(row[0], value)));
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesWhatIsRight(Case given) {
        String text = ruleWith(given.toString());

        assertThat(problems(text)).isEmpty();
        assertThat(warnings(text)).hasSize(MAKE_NO_SENSE.contains(given.toString()) ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWhatIsWrongAtItsPlace(Case given) {
        List<String> problems = problems(ruleWith(given.toString()));

        assertThat(problems).isNotEmpty().allMatch(line -> line.startsWith("f.yml:5:"));
        assertThat(problems).allMatch(line -> line.contains(": rules[0]." + given.key()));
    }

    /** A wrong value is one mistake: what follows from it alone is not told. */
    @ParameterizedTest
    @MethodSource("bad")
    void tellsEachMistakeOnce(Case given) {
        Set<String> twoAtOnce = Set.of(
                "{return: 1, wrap: 2}",
                "{retrun: 1}",
                "[{exceptoin: a.B}]",
                "{strategy: schedule, delay: 1s, delays: [1s]}");

        assertThat(problems(ruleWith(given.toString())))
                .hasSizeLessThanOrEqualTo(twoAtOnce.contains(given.value()) ? 2 : 1);
    }

    /** In defaults the same is wrong, at the same places, and no more, though each rule inherits it. */
    @ParameterizedTest
    @MethodSource("bad")
    void refusesTheSameInDefaults(Case given) {
        String rules = "rules:\n  - {name: a, match: {class: A}}\n  - {name: b, match: {class: B}}\n";
        int inRule = problems(ruleWith(given.toString())).size();

        assertThat(problems("version: 1\ndefaults:\n  " + given + "\n" + rules))
                .hasSize(inRule)
                .allMatch(line -> line.startsWith("f.yml:3:"));
    }

    @Test
    void noKeyIsForgottenHere() {
        Set<String> here = Arrays.stream(KEYS).map(row -> row[0]).collect(Collectors.toCollection(TreeSet::new));

        assertThat(here).containsExactlyInAnyOrder(RuleReader.KEYS);
    }
}
