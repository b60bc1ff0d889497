package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.rules.MatchSpec;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.WarningId;
import io.datapunk.retry.agent.rules.syntax.Nearest;
import io.datapunk.retry.outcome.FailureMatcher;
import io.datapunk.retry.outcome.OutcomeRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Classes that a rule names and that are not there: misspelt, or of a jar that was not given. Not thread-safe. */
final class UnknownNames {

    private static final String OWN = "io.datapunk.retry.";

    private final CheckedClasses classes;
    private final JdkNames jdk = new JdkNames();

    UnknownNames(CheckedClasses classes) {
        this.classes = classes;
    }

    /** The warnings about a rule. */
    List<Warning> look(RetryRule rule) {
        List<Warning> warnings = new ArrayList<>();
        OutcomeRules outcomes = rule.policy().outcomes();
        lookAtFailures("retry-on", outcomes.retryOn(), rule, warnings);
        lookAtFailures("abort-on", outcomes.abortOn(), rule, warnings);
        if (rule.circuitBreaker() != null) {
            lookAtException("open-exception", rule.circuitBreaker().openException(), rule, warnings);
        }
        lookAtMatch("match", rule.match(), rule, warnings);
        return warnings;
    }

    private void lookAtFailures(String key, List<FailureMatcher> matchers, RetryRule rule, List<Warning> warnings) {
        for (FailureMatcher matcher : matchers) {
            lookAtException(key, matcher.exception(), rule, warnings);
        }
    }

    private void lookAtException(String key, String name, RetryRule rule, List<Warning> warnings) {
        if (name == null || isOwn(name) || isDefault(name)) {
            return;
        }
        ClassFile file = classes.file(name);
        String problem = null;
        if (file == null) {
            problem = key + ": there is no class " + name + notThere(name, true);
        } else if (!file.isInterface() && isCertainlyNoThrowable(file)) {
            problem = key + ": " + name + " is a class, but no Throwable: nothing that is thrown is one";
        }
        if (problem != null) {
            warnings.add(new Warning(WarningId.UNKNOWN_EXCEPTION, rule.name(), null, problem));
        }
    }

    private void lookAtMatch(String key, MatchSpec match, RetryRule rule, List<Warning> warnings) {
        lookAtTypes(key + ".subtype-of", match.subtypeOf(), rule, warnings);
        lookAtTypes(key + ".annotated-with", match.annotatedWith(), rule, warnings);
        if (match.exclude() != null) {
            lookAtMatch(key + ".exclude", match.exclude(), rule, warnings);
        }
    }

    private void lookAtTypes(String key, List<String> names, RetryRule rule, List<Warning> warnings) {
        for (String name : names) {
            if (classes.file(name) == null) {
                warnings.add(new Warning(
                        WarningId.UNKNOWN_TYPE,
                        rule.name(),
                        null,
                        key + ": there is no class " + name + notThere(name, false)));
            }
        }
    }

    private String notThere(String name, boolean exceptions) {
        String nearest = nearest(name, exceptions);
        return " in what was given, nor in this JDK ("
                + System.getProperty("java.specification.version")
                + ")"
                + (nearest == null
                        ? ": if it is of a library, give its jar as well"
                        : "; did you mean \"" + nearest + "\"?");
    }

    private String nearest(String name, boolean exceptions) {
        List<String> candidates = new ArrayList<>();
        addAll(classes.names(), exceptions, candidates);
        addAll(jdk.all(), exceptions, candidates);
        String simple = name.substring(name.lastIndexOf('.') + 1);
        for (String candidate : candidates) {
            if (candidate.substring(candidate.lastIndexOf('.') + 1).equals(simple)) {
                return candidate;
            }
        }
        return Nearest.of(name, candidates);
    }

    private static void addAll(Collection<String> internalNames, boolean exceptions, List<String> candidates) {
        for (String name : internalNames) {
            if (!exceptions || name.endsWith("Exception") || name.endsWith("Error") || name.endsWith("Throwable")) {
                candidates.add(name.replace('/', '.'));
            }
        }
    }

    /** The library's exceptions, which the application may catch where it uses the library. */
    private static boolean isOwn(String name) {
        if (!name.startsWith(OWN)) {
            return false;
        }
        try {
            Class.forName(name, false, UnknownNames.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** What nobody has written; a JDK may come without {@code java.sql}. */
    private static boolean isDefault(String name) {
        for (FailureMatcher matcher : OutcomeRules.DEFAULT.retryOn()) {
            if (name.equals(matcher.exception())) {
                return true;
            }
        }
        return false;
    }

    private boolean isCertainlyNoThrowable(ClassFile file) {
        ClassFile next = file;
        for (int depth = 0; depth < 100; depth++) { // class files may name a circle
            if (next.superName() == null || next.name().equals("java/lang/Throwable")) {
                return !next.name().equals("java/lang/Throwable");
            }
            next = classes.file(next.superName().replace('/', '.'));
            if (next == null) {
                return false;
            }
        }
        return false;
    }
}
