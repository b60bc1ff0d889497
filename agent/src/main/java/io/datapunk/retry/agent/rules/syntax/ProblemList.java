package io.datapunk.retry.agent.rules.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, so that all of it is told in one go. Not thread-safe. */
public final class ProblemList {

    private final Set<RuleProblem> problems = new LinkedHashSet<>();
    private final Set<RuleProblem> warnings = new LinkedHashSet<>();
    private int added;
    private String rule;
    private Set<String> accepted = Collections.emptySet();

    /** Something is wrong at a place. */
    public void add(Mark mark, String path, String message) {
        problems.add(new RuleProblem(mark, path, message));
        added++;
    }

    /** A node is not what it should be. */
    public void expected(Node node, String expected) {
        add(node.mark(), node.path(), "found " + node.describe() + ", expected " + expected);
    }

    /** A value cannot stand with another, or for another reason. */
    public void wrong(Node node, String message) {
        add(node.mark(), node.path(), message);
    }

    /**
     * From here on it is about this rule.
     *
     * @param name {@code null}: about no single rule
     * @param acceptedWarnings ids of warnings that are known and meant: they are not collected
     */
    public void readingRule(String name, Set<String> acceptedWarnings) {
        rule = name;
        accepted = acceptedWarnings;
    }

    /**
     * Something that works but looks like a mistake.
     *
     * @param id of the kind of warning
     */
    public void warn(Mark mark, String path, String id, String message) {
        if (!accepted.contains(id)) {
            warnings.add(new RuleProblem(mark, path, message, id, rule));
        }
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /**
     * How often something was wrong so far. Grows also where a problem is found again, as with {@code defaults} in each
     * rule: who compares two counts learns whether what was read in between can be used.
     */
    public int count() {
        return added;
    }

    /** All that is wrong, in file order, each once. */
    public List<RuleProblem> problems() {
        return sorted(problems);
    }

    /** All warnings, in file order. */
    public List<RuleProblem> warnings() {
        return sorted(warnings);
    }

    private static List<RuleProblem> sorted(Set<RuleProblem> unsorted) {
        List<RuleProblem> sorted = new ArrayList<>(unsorted);
        if (sorted.size() > 1) {
            Collections.sort(sorted);
        }
        return sorted;
    }
}
