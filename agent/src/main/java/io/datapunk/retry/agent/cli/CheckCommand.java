package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.json.Json;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.syntax.RuleProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: are the rules good, and which methods would they get? */
@Command(
        name = "check",
        description =
                "Validates the rules; with jars, folders or jrt:/MODULE, lists every method that each rule would get.")
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private RulesOption rules;

    @Option(names = "--json", description = "machine-readable")
    private boolean json;

    @Parameters(paramLabel = "JAR or DIR", description = "where to look for the methods; nothing of it is run")
    private List<String> paths = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> problems = new ArrayList<>();
        RuleSet set = rules.read(problems);
        ClassScan scan = new ClassScan();
        for (String path : paths) {
            try {
                scan.add(path);
            } catch (IOException e) {
                problems.add(path + " cannot be looked at: " + e.getMessage());
            }
        }
        List<RuleReport> reports =
                set == null || paths.isEmpty() ? Collections.<RuleReport>emptyList() : JarCheck.of(set, scan);
        if (json) {
            out.println(Json.write(asJson(set, reports, problems)));
        } else {
            print(set, reports, problems);
        }
        return problems.isEmpty() ? 0 : 1;
    }

    private void print(RuleSet set, List<RuleReport> reports, List<String> problems) {
        PrintWriter out = spec.commandLine().getOut();
        for (String problem : problems) {
            spec.commandLine().getErr().println(problem);
        }
        if (set == null) {
            spec.commandLine().getErr().println("the rules are not usable: an agent would start without any");
            return;
        }
        for (RuleProblem warning : set.warnings()) {
            out.println("warning: " + warning);
        }
        for (RuleReport report : reports) {
            out.println(report.rule.name() + ": " + report.methods.size() + " method(s)");
            printAll("  ", report.methods, out);
            printAll("  left alone: ", report.leftAlone, out);
            printAll("  warning: ", report.warnings, out);
        }
        out.println(set.rules().size() + " rule(s) in " + set.source() + " are good"
                + (reports.isEmpty() ? "; give jars to see which methods they get" : ""));
    }

    private static void printAll(String before, List<String> lines, PrintWriter out) {
        for (String line : lines) {
            out.println(before + line);
        }
    }

    private static Map<String, Object> asJson(RuleSet set, List<RuleReport> reports, List<String> problems) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("good", problems.isEmpty());
        all.put("problems", problems);
        List<String> warnings = new ArrayList<>();
        if (set != null) {
            for (RuleProblem warning : set.warnings()) {
                warnings.add(warning.toString());
            }
        }
        all.put("warnings", warnings);
        List<Object> rules = new ArrayList<>();
        for (RuleReport report : reports) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("rule", report.rule.name());
            rule.put("methods", report.methods);
            rule.put("leftAlone", report.leftAlone);
            rule.put("warnings", report.warnings);
            rules.add(rule);
        }
        all.put("rules", rules);
        return all;
    }
}
