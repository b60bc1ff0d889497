package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.RuleProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All rules of a file or directory, without a mistake. Immutable. */
public final class RuleSet {

    private final String source;
    private final boolean enabled;
    private final List<RetryRule> rules;
    private final List<RuleProblem> warnings;

    RuleSet(String source, boolean enabled, List<RetryRule> rules, List<RuleProblem> warnings) {
        this.source = source;
        this.enabled = enabled;
        this.rules = Collections.unmodifiableList(rules);
        this.warnings = Collections.unmodifiableList(warnings);
    }

    /** Path of the file or directory. */
    public String source() {
        return source;
    }

    /** {@code false}: nothing is retried. */
    public boolean enabled() {
        return enabled;
    }

    /** The rules in file order: the first that matches a method has it. */
    public List<RetryRule> rules() {
        return rules;
    }

    /** Whether a rule says that a warning is known and meant. */
    public boolean accepts(String rule, WarningId warning) {
        for (RetryRule each : rules) {
            if (each.name().equals(rule)) {
                return each.acceptedWarnings().contains(warning.text());
            }
        }
        return false;
    }

    /** What works but looks like a mistake. */
    public List<RuleProblem> warnings() {
        return warnings;
    }

    /** The same for a log: all that is about one rule is one line. */
    public List<String> warningLines() {
        List<String> lines = new ArrayList<>(warnings.size());
        Map<String, Integer> lineOfRule = new HashMap<>();
        for (RuleProblem warning : warnings) {
            Integer line = lineOfRule.get(warning.rule());
            if (line == null) {
                if (warning.rule() != null) {
                    lineOfRule.put(warning.rule(), lines.size());
                }
                lines.add(warning.toString());
            } else {
                lines.set(line, lines.get(line) + "; " + warning);
            }
        }
        return lines;
    }
}
