package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.json.Json;
import io.datapunk.retry.agent.cli.jvm.JarVersion;
import io.datapunk.retry.agent.cli.lint.Warning;
import io.datapunk.retry.agent.log.PlainText;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.syntax.RuleProblem;
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
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        description =
                "Validates the rules; with jars, folders or jrt:/MODULE, lists every method that each rule would get.")
final class CheckCommand implements Callable<Integer> {

    /** Warnings of one kind about one rule that are printed. */
    private static final int MAX_OF_A_KIND = 3;

    @Mixin
    private RulesOption rules;

    @Option(names = "--json", description = "machine-readable")
    private boolean json;

    @Option(names = "--fail-on-warning", description = "exit status 1 where there is a warning that no rule accepts")
    private boolean failOnWarning;

    @Option(
            names = "--release",
            paramLabel = "N",
            description = "release of the Java that the application runs on, 8 or more: multi-release jars have other "
                    + "classes for"
                    + " each; that of this command unless said")
    private Integer release;

    @Parameters(paramLabel = "JAR or DIR", description = "where to look for the methods; nothing of it is run")
    private List<String> paths = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (release != null && release < 8) {
            spec.commandLine().getErr().println("found --release " + release + ", expected 8 or more");
            return 2;
        }
        List<String> problems = new ArrayList<>();
        RuleSet set = rules.read(problems);
        ClassScan scan = new ClassScan(release == null ? runningRelease() : release);
        for (String path : paths) {
            scan.add(path);
        }
        List<RuleReport> reports =
                set == null || paths.isEmpty() ? Collections.<RuleReport>emptyList() : JarCheck.of(set, scan);
        problems.addAll(scan.problems());
        if (json) {
            out.println(Json.write(asJson(set, reports, problems)));
        } else {
            print(set, reports, problems);
        }
        return problems.isEmpty() && !(failOnWarning && hasWarnings(set, reports)) ? 0 : 1;
    }

    private static int runningRelease() {
        String version = System.getProperty("java.specification.version");
        return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    }

    private static boolean hasWarnings(RuleSet set, List<RuleReport> reports) {
        boolean found = set != null && !set.warnings().isEmpty();
        for (RuleReport report : reports) {
            found |= !report.warnings.isEmpty();
        }
        return found;
    }

    private void print(RuleSet set, List<RuleReport> reports, List<String> problems) {
        PrintWriter out = spec.commandLine().getOut();
        for (String problem : problems) {
            spec.commandLine().getErr().println(PlainText.of(problem));
        }
        if (set == null) {
            spec.commandLine().getErr().println("the rules are not usable: an agent would start without any");
            return;
        }
        for (RuleProblem warning : set.warnings()) {
            out.println("warning: " + PlainText.of(warning.toString()));
        }
        for (RuleReport report : reports) {
            out.println(report.rule.name() + ": " + report.methods.size() + " method(s)");
            printAll("  ", report.methods, out);
            printAll("  left alone: ", report.leftAlone, out);
            printAll("  note: ", report.notes, out);
            List<Warning> warnings = report.warnings.first(MAX_OF_A_KIND, "; --json has more", report.rule.name());
            printAll("  warning: ", warnings, out);
        }
        out.println(set.rules().size() + " rule(s) in " + PlainText.of(set.source()) + " are good"
                + (reports.isEmpty() ? "; give jars to see which methods they get" : ""));
    }

    private static void printAll(String before, List<?> lines, PrintWriter out) {
        for (Object line : lines) {
            out.println(before + PlainText.of(line.toString()));
        }
    }

    private static Map<String, Object> asJson(RuleSet set, List<RuleReport> reports, List<String> problems) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("good", problems.isEmpty());
        all.put("problems", problems);
        List<Object> warnings = new ArrayList<>();
        if (set != null) {
            for (RuleProblem warning : set.warnings()) {
                warnings.add(asJson(warning.warning(), warning.rule(), null, warning.line()));
            }
        }
        all.put("warnings", warnings);
        List<Object> rules = new ArrayList<>();
        for (RuleReport report : reports) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("rule", report.rule.name());
            rule.put("methods", report.methods);
            rule.put("leftAlone", report.leftAlone);
            rule.put("notes", report.notes);
            List<Object> ofRule = new ArrayList<>();
            for (Warning warning : report.warnings.all(report.rule.name())) {
                ofRule.add(asJson(warning.id().text(), warning.rule(), warning.method(), warning.message()));
            }
            rule.put("warnings", ofRule);
            rules.add(rule);
        }
        all.put("rules", rules);
        return all;
    }

    private static Map<String, Object> asJson(String id, String rule, String method, String message) {
        Map<String, Object> warning = new LinkedHashMap<>();
        warning.put("id", id);
        warning.put("rule", rule);
        warning.put("method", method);
        warning.put("message", message);
        return warning;
    }
}
