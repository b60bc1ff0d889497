package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.rules.Glob;
import io.datapunk.retry.agent.rules.MatchSpec;
import io.datapunk.retry.agent.rules.MethodPattern;
import io.datapunk.retry.agent.rules.RetryRule;
import java.util.Collections;
import java.util.List;

/** Holds one rule's {@code match} against one class and its methods: every key that is given must hold. */
final class SpecMatcher {

    private final RetryRule rule;
    private final Subject subject;

    SpecMatcher(RetryRule rule, Subject subject) {
        this.rule = rule;
        this.subject = subject;
    }

    RetryRule rule() {
        return rule;
    }

    /**
     * What can be said of the class; the cheapest is asked first, and what is above it only where a method would do.
     */
    boolean holdsForClass() {
        MatchSpec spec = rule.match();
        return (!subject.ofJdk() || namesPackage(spec))
                && (spec.annotatedWith().isEmpty() || subject.classFile().hasAnnotation(spec.annotatedWith()))
                && (spec.subtypeOf().isEmpty() || subject.isKnownAbove() || holdsForAMethod(spec))
                && classHolds(spec);
    }

    private boolean holdsForAMethod(MatchSpec spec) {
        List<MethodInfo> methods = subject.classFile().methods();
        for (int i = 0; i < methods.size(); i++) {
            if (methodHolds(spec, methods.get(i)) && methods.get(i).isMatchable()) {
                return true;
            }
        }
        return false;
    }

    private boolean namesPackage(MatchSpec spec) {
        for (Glob glob : spec.classes()) {
            if (glob.namesPackage() && glob.matches(subject.className())) {
                return true;
            }
        }
        return false;
    }

    private boolean classHolds(MatchSpec spec) {
        return (spec.classes().isEmpty() || anyMatches(spec.classes(), subject.className()))
                && (spec.jars().isEmpty() || anyMatches(spec.jars(), subject.jar()))
                && (spec.subtypeOf().isEmpty() || subject.isSubtypeOf(spec.subtypeOf()));
    }

    /** Whether a method of a class for which {@link #holdsForClass()} is true is matched. */
    boolean holdsFor(MethodInfo method) {
        MatchSpec spec = rule.match();
        return methodHolds(spec, method) && !isExcluded(spec.exclude(), method);
    }

    /** Whether the class, the jar and the types above are such as the rule asks for, whatever methods there are. */
    boolean namesClass() {
        return (!subject.ofJdk() || namesPackage(rule.match())) && classHolds(rule.match());
    }

    private boolean isExcluded(MatchSpec exclude, MethodInfo method) {
        return exclude != null && methodHolds(exclude, method) && classHolds(exclude);
    }

    private boolean methodHolds(MatchSpec spec, MethodInfo method) {
        return (spec.methods().isEmpty() || anyNames(spec.methods(), method))
                && (spec.returns().isEmpty() || anyMatches(spec.returns(), method.returnType()))
                && (spec.annotatedWith().isEmpty() || isAnnotated(spec.annotatedWith(), method));
    }

    private boolean isAnnotated(List<String> annotations, MethodInfo method) {
        return !Collections.disjoint(annotations, method.annotations())
                || !Collections.disjoint(annotations, subject.classFile().annotations());
    }

    private static boolean anyNames(List<MethodPattern> patterns, MethodInfo method) {
        for (int i = 0; i < patterns.size(); i++) {
            MethodPattern pattern = patterns.get(i);
            if (pattern.name().matches(method.name()) && pattern.matches(method.name(), method.parameterTypes())) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyMatches(List<Glob> globs, String name) {
        for (Glob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
