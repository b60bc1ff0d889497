package io.datapunk.retry.agent.rules;

import java.util.Collections;
import java.util.List;

/** Which methods a rule names; every list that is not empty must hold. Immutable. */
public final class MatchSpec {

    private final List<Glob> classes;
    private final List<String> subtypeOf;
    private final List<String> annotatedWith;
    private final List<MethodPattern> methods;
    private final List<Glob> returns;
    private final List<Glob> jars;
    private final boolean targetGoverns;
    private final MatchSpec exclude;

    MatchSpec(
            List<Glob> classes,
            List<String> subtypeOf,
            List<String> annotatedWith,
            List<MethodPattern> methods,
            List<Glob> returns,
            List<Glob> jars,
            boolean targetGoverns,
            MatchSpec exclude) {
        this.classes = Collections.unmodifiableList(classes);
        this.subtypeOf = Collections.unmodifiableList(subtypeOf);
        this.annotatedWith = Collections.unmodifiableList(annotatedWith);
        this.methods = Collections.unmodifiableList(methods);
        this.returns = Collections.unmodifiableList(returns);
        this.jars = Collections.unmodifiableList(jars);
        this.targetGoverns = targetGoverns;
        this.exclude = exclude;
    }

    /** Binary names or globs of classes. */
    public List<Glob> classes() {
        return classes;
    }

    /** Binary names of types: the class is, extends or implements one of them. */
    public List<String> subtypeOf() {
        return subtypeOf;
    }

    /** Binary names of annotations: the class or the method carries one of them. */
    public List<String> annotatedWith() {
        return annotatedWith;
    }

    /** Patterns of methods; empty: all. */
    public List<MethodPattern> methods() {
        return methods;
    }

    /** Patterns of return types. */
    public List<Glob> returns() {
        return returns;
    }

    /** Patterns of file names of jars. */
    public List<Glob> jars() {
        return jars;
    }

    /** Whether generated proxies of a class are left alone, and the method behind them is retried alone. */
    public boolean targetGoverns() {
        return targetGoverns;
    }

    /** Whether nothing narrows it down: no package, type, annotation, jar or method is named. */
    public boolean isCatchAll() {
        for (Glob glob : classes) {
            if (glob.namesPackage() || glob.isLiteral()) {
                return false;
            }
        }
        return subtypeOf.isEmpty() && annotatedWith.isEmpty() && jars.isEmpty() && methods.isEmpty();
    }

    /** What is not matched all the same; {@code null}: nothing. */
    public MatchSpec exclude() {
        return exclude;
    }
}
