package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.RulesException;
import io.datapunk.retry.agent.rules.RulesFiles;
import io.datapunk.retry.agent.rules.syntax.RuleProblem;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** The rules that a command works on. */
final class RulesOption {

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "rules file or directory (default: ${DEFAULT-VALUE})",
            defaultValue = "retry-rules.yml")
    private String path;

    String path() {
        return path;
    }

    /** The rules; {@code null} where something is wrong, which is then in {@code problems}. */
    RuleSet read(List<String> problems) {
        if (!RulesFiles.exists(path)) {
            problems.add("there is no rules file " + RulesFiles.absolute(path) + "; give its path with --rules");
            return null;
        }
        try {
            return RulesFiles.read(path);
        } catch (RulesException e) {
            for (RuleProblem problem : e.problems()) {
                problems.add(problem.toString());
            }
        } catch (IOException e) {
            problems.add(RulesFiles.absolute(path) + " cannot be read: " + e.getMessage());
        }
        return null;
    }
}
