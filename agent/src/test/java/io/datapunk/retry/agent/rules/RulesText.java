package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.RuleProblem;
import java.util.List;
import java.util.Map;

/** Rules for tests, written down as short as they can be. */
final class RulesText {

    private RulesText() {}

    /** A file with one rule that has these lines besides name and match; the first of them is line 5. */
    static String ruleWith(String lines) {
        return "version: 1\nrules:\n  - name: a\n    match: {class: com.acme.A}\n"
                + lines.strip().indent(4);
    }

    /** Reads one file, {@code f.yml}, that must be right. */
    static RuleSet read(String text) {
        return read(Map.of("f.yml", text));
    }

    static RuleSet read(Map<String, String> texts) {
        try {
            return RulesReader.read("test", texts);
        } catch (RulesException e) {
            throw new AssertionError("expected good rules, but " + e.problems(), e);
        }
    }

    /** The only rule of a file that must be right. */
    static RetryRule rule(String lines) {
        return read(ruleWith(lines)).rules().get(0);
    }

    /** All that is wrong with one file; empty where nothing is. */
    static List<String> problems(String text) {
        return problems(Map.of("f.yml", text));
    }

    static List<String> problems(Map<String, String> texts) {
        try {
            RulesReader.read("test", texts);
            return List.of();
        } catch (RulesException e) {
            return e.problems().stream().map(RuleProblem::toString).toList();
        }
    }

    static List<String> warnings(String text) {
        return read(text).warnings().stream().map(RuleProblem::toString).toList();
    }
}
