package io.datapunk.retry.agent.startup;

import io.datapunk.retry.agent.options.AgentOptions;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.RulesException;
import io.datapunk.retry.agent.rules.RulesFiles;
import io.datapunk.retry.agent.rules.syntax.RuleProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What came of reading the rules: rules, or what is wrong with them. Immutable. */
final class RulesLoad {

    private final RuleSet rules;
    private final List<String> problems;
    private final String note;

    private final Map<String, byte[]> contents;

    private RulesLoad(RuleSet rules, List<String> problems, String note, Map<String, byte[]> contents) {
        this.contents = contents;
        this.rules = rules;
        this.problems = problems;
        this.note = note;
    }

    /** Reads what the options name. */
    static RulesLoad of(AgentOptions options) {
        String path = options.rules();
        if (!RulesFiles.exists(path)) {
            String missing = "there is no rules file " + RulesFiles.absolute(path) + ": the agent does nothing";
            return options.namesRules()
                    ? problem(missing + until(options, "it is there") + "; give the path of one with rules=")
                    : new RulesLoad(null, Collections.<String>emptyList(), missing, null);
        }
        Map<String, byte[]> contents = null;
        try {
            contents = RulesFiles.contents(path);
            RuleSet rules = RulesFiles.read(path, contents);
            String state = rules.enabled() ? "" : ", but enabled is false: nothing is retried";
            return new RulesLoad(
                    rules,
                    Collections.<String>emptyList(),
                    rules.rules().size() + " rule(s) from " + RulesFiles.absolute(path) + state,
                    contents);
        } catch (RulesException e) {
            List<String> problems = new ArrayList<>();
            for (RuleProblem problem : e.problems()) {
                problems.add(problem.toString());
            }
            problems.add("no rule of " + RulesFiles.absolute(path) + " is used: the agent does nothing"
                    + until(options, "it is corrected"));
            return new RulesLoad(null, problems, null, contents);
        } catch (IOException e) {
            return problem(RulesFiles.absolute(path) + " cannot be read (" + e.getMessage()
                    + "): the agent does nothing" + until(options, "it can be"));
        }
    }

    private static String until(AgentOptions options, String mended) {
        return options.reloadNanos() > 0 ? " until " + mended : "";
    }

    /** Rules that are named will be taken once they are there: nothing was read, as yet. */
    private static RulesLoad problem(String text) {
        return new RulesLoad(null, Collections.singletonList(text), null, Collections.<String, byte[]>emptyMap());
    }

    /** What the rules, or the mistakes, were read from; {@code null} where nobody asked for rules. */
    Map<String, byte[]> contents() {
        return contents;
    }

    /** The rules; {@code null} where there are none to use. */
    RuleSet rules() {
        return rules;
    }

    /** What is wrong. */
    List<String> problems() {
        return problems;
    }

    /** What looks like a mistake. */
    List<String> warnings() {
        return rules == null || rules.warnings().isEmpty() ? Collections.<String>emptyList() : rules.warningLines();
    }

    /** What an operator may want to know; {@code null}: nothing. */
    String note() {
        return note;
    }
}
