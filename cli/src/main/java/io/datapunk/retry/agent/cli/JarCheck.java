package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.binding.RuleBinding;
import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.cli.lint.CheckedClasses;
import io.datapunk.retry.agent.cli.lint.Lints;
import io.datapunk.retry.agent.cli.lint.MatchedMethod;
import io.datapunk.retry.agent.cli.lint.Warning;
import io.datapunk.retry.agent.match.ClassIndex;
import io.datapunk.retry.agent.match.ClassMatch;
import io.datapunk.retry.agent.match.GeneratedClass;
import io.datapunk.retry.agent.match.MethodMatcher;
import io.datapunk.retry.agent.match.ProxyMatcher;
import io.datapunk.retry.agent.match.Subject;
import io.datapunk.retry.agent.match.Supertypes;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.WarningId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds rules against scanned classes, with the same matching as in a running JVM. Not thread-safe. */
final class JarCheck {

    /** Named to those who read what {@code check} prints; the others are counted. */
    private static final int MAX_INTERFACES = 3;

    private final ClassScan scan;
    private final ClassIndex index;
    private final Supertypes supertypes;
    private final CheckedClasses classes;
    private final Lints lints;
    private final List<Subject> proxies = new ArrayList<>(0);
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
        for (Subject proxy : check.proxies) {
            check.lookAtProxy(proxy);
        }
        List<RuleReport> all = new ArrayList<>(check.reports.values());
        for (RuleReport report : all) {
            String name = report.rule.name();
            if (report.matchesNothing()) {
                check.noteInterfaces(report);
            }
            if (report.matchesNothing()) {
                String elsewhere = new BodyElsewhere(report.rule.match(), scan, check.supertypes).find();
                String message = "it matches nothing"
                        + (elsewhere == null ? Suggestions.of(report.rule.match(), scan) : ": " + elsewhere);
                check.lints.add(new Warning(WarningId.MATCHES_NOTHING, name, null, message));
            } else if (report.methods.isEmpty() && report.leftAlone.isEmpty() && report.notes.isEmpty()) {
                String message = "rules above it have all its methods: " + report.shadowedBy;
                check.lints.add(new Warning(WarningId.SHADOWED, name, null, message));
            }
        }
        check.lints.finish();
        for (RuleReport report : all) {
            report.warnings = check.lints.of(report.rule);
        }
        return all;
    }

    private void look(String internalName) {
        ClassScan.Found found = scan.get(internalName);
        List<RetryRule> candidates = index.candidates(internalName, found.ofJdk);
        if (candidates == null && !GeneratedClass.isNamedSo(internalName)) {
            return;
        }
        Subject subject = subject(found);
        if (subject == null) {
            scan.problem(
                    found.jar + ": " + internalName + ".class",
                    new IOException("it is no class file, or a damaged one"));
            return;
        }
        if (ProxyMatcher.isProxy(subject.classFile())) {
            proxies.add(subject); // behind the classes that they are made from
            return;
        }
        if (candidates == null) {
            return;
        }
        ClassMatch match = MethodMatcher.match(subject, candidates);
        for (ClassMatch.Matched matched : match.woven()) {
            String unfit = RuleBinding.unfit(
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

    /** {@code null} where it is no class file, whatever its name says. */
    private Subject subject(ClassScan.Found found) {
        try {
            return new Subject(ClassFile.read(found.bytes), supertypes, () -> found.jar, found.ofJdk);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What a proxy stands for is listed once, under the name by which it is counted. */
    private void lookAtProxy(Subject proxy) {
        for (ClassMatch.Matched matched : ProxyMatcher.match(proxy, index).woven()) {
            String name = matched.standsFor() + "." + matched.declared().signature();
            List<String> methods = reports.get(matched.rule()).methods;
            if (!methods.contains(name)) {
                methods.add(name);
            }
        }
    }

    private void noteInterfaces(RuleReport report) {
        int more = 0;
        for (String name : scan.names()) {
            ClassScan.Found found = scan.get(name);
            Subject subject = found.ofJdk ? null : subject(found);
            if (subject != null && ProxyMatcher.namesInterface(report.rule, subject)) {
                if (report.notes.size() < MAX_INTERFACES) {
                    String className = subject.className();
                    report.notes.add(className
                            + " is an interface; its proxies and implementers made at run time will match"
                            + new BodyElsewhere(report.rule.match(), scan, supertypes).ofInterface(className));
                } else {
                    more++;
                }
            }
        }
        if (more > 0) {
            report.notes.add("those of " + more + " more interfaces too");
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
