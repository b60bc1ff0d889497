package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.lint.CheckedClasses;
import io.datapunk.retry.agent.cli.lint.Lints;
import io.datapunk.retry.agent.cli.lint.MatchedMethod;
import io.datapunk.retry.agent.cli.lint.Warning;
import io.datapunk.retry.agent.match.ClassFile;
import io.datapunk.retry.agent.match.ClassFile.MethodInfo;
import io.datapunk.retry.agent.match.ClassIndex;
import io.datapunk.retry.agent.match.ClassMatch;
import io.datapunk.retry.agent.match.MethodMatcher;
import io.datapunk.retry.agent.match.Subject;
import io.datapunk.retry.agent.match.Supertypes;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.WarningId;
import io.datapunk.retry.agent.site.SiteFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds rules against scanned classes, with the same matching as in a running JVM. Not thread-safe. */
final class JarCheck {

    private final ClassScan scan;
    private final ClassIndex index;
    private final Supertypes supertypes;
    private final CheckedClasses classes;
    private final Lints lints;
    private final Map<RetryRule, RuleReport> reports = new LinkedHashMap<>();

    private JarCheck(RuleSet rules, ClassScan scan) {
        this.scan = scan;
        this.index = new ClassIndex(rules.rules());
        this.supertypes = new Supertypes(scan);
        this.classes = new CheckedClasses(scan, supertypes, scan.names());
        this.lints = new Lints(rules.rules(), classes);
        for (RetryRule rule : rules.rules()) {
            reports.put(rule, new RuleReport(rule));
        }
    }

    /** One report a rule, in file order. */
    static List<RuleReport> of(RuleSet rules, ClassScan scan) {
        JarCheck check = new JarCheck(rules, scan);
        for (String name : scan.names()) {
            check.look(name);
        }
        List<RuleReport> all = new ArrayList<>(check.reports.values());
        for (RuleReport report : all) {
            String name = report.rule.name();
            if (report.matchesNothing()) {
                String message = "it matches nothing" + NearMisses.of(report.rule.match(), scan);
                check.lints.add(new Warning(WarningId.MATCHES_NOTHING, name, null, message));
            } else if (report.methods.isEmpty() && report.leftAlone.isEmpty()) {
                String message = "rules above it have all its methods: " + report.shadowedBy;
                check.lints.add(new Warning(WarningId.SHADOWED, name, null, message));
            }
        }
        check.lints.finish();
        for (RuleReport report : all) {
            report.warnings.addAll(check.lints.of(report.rule));
        }
        return all;
    }

    private void look(String internalName) {
        ClassScan.Found found = scan.get(internalName);
        List<RetryRule> candidates = index.candidates(internalName, found.ofJdk);
        if (candidates == null) {
            return;
        }
        Subject subject;
        try {
            subject = new Subject(ClassFile.read(found.bytes), supertypes, () -> found.jar, found.ofJdk);
        } catch (IllegalArgumentException e) {
            return; // no class file, whatever its name says
        }
        ClassMatch match = MethodMatcher.match(subject, candidates);
        for (ClassMatch.Matched matched : match.woven()) {
            String unfit = SiteFactory.unfit(
                    matched.rule(),
                    matched.method().signature(),
                    matched.method().returnType());
            add(matched.rule(), subject, matched.method(), unfit);
            if (unfit == null) {
                lints.look(new MatchedMethod(matched.rule(), subject.classFile(), matched.method(), classes));
            }
            noteShadowed(subject, matched.method(), matched.rule(), candidates);
        }
        for (ClassMatch.Skipped skipped : match.skipped()) {
            add(skipped.rule(), subject, skipped.method(), skipped.reason());
        }
    }

    private void add(RetryRule rule, Subject subject, MethodInfo method, String reason) {
        String name = subject.className() + "." + method.signature();
        if (reason == null) {
            reports.get(rule).methods.add(name);
        } else {
            reports.get(rule).leftAlone.add(name + ": " + reason);
        }
    }

    private void noteShadowed(Subject subject, MethodInfo method, RetryRule winner, List<RetryRule> candidates) {
        for (RetryRule rule : candidates) {
            if (rule == winner) {
                continue;
            }
            ClassMatch alone = MethodMatcher.match(subject, Collections.singletonList(rule));
            for (ClassMatch.Matched matched : alone.woven()) {
                List<String> shadowedBy = reports.get(rule).shadowedBy;
                if (matched.method() == method && !shadowedBy.contains(winner.name())) {
                    shadowedBy.add(winner.name());
                }
            }
        }
    }
}
