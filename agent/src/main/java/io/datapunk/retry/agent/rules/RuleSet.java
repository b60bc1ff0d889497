package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.RuleProblem;
import java.util.Collections;
import java.util.List;

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

    /** {@code false}: the agent stands aside. */
    public boolean enabled() {
        return enabled;
    }

    /** The rules in file order: the first that matches a method has it. */
    public List<RetryRule> rules() {
        return rules;
    }

    /** What works but looks like a mistake. */
    public List<RuleProblem> warnings() {
        return warnings;
    }
}
