package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.RuleProblem;
import java.util.Collections;
import java.util.List;

/** The rules cannot be used; tells everything that is wrong with them. */
public final class RulesException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<RuleProblem> problems;

    RulesException(List<RuleProblem> problems) {
        super(problems.size() + " problem(s), the first: " + problems.get(0));
        this.problems = Collections.unmodifiableList(problems);
    }

    /** All that is wrong, in file order; at least one. */
    public List<RuleProblem> problems() {
        return problems;
    }
}
