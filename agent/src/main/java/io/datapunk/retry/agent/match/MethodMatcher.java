package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.match.ClassFile.MethodInfo;
import io.datapunk.retry.agent.match.ClassMatch.Matched;
import io.datapunk.retry.agent.match.ClassMatch.Skipped;
import io.datapunk.retry.agent.rules.Glob;
import io.datapunk.retry.agent.rules.MatchSpec;
import io.datapunk.retry.agent.rules.MethodPattern;
import io.datapunk.retry.agent.rules.RetryRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rule of each method of a class: the first in file order that matches it. Stateless.
 */
public final class MethodMatcher {

    /** Bodies past this many bytes are not compiled by the JIT ({@code HugeMethodLimit}), and so are left alone. */
    public static final int MAX_CODE_LENGTH = 8_000;

    private MethodMatcher() {}

    /**
     * Matches the methods of a class.
     *
     * @param candidates the rules whose {@code class} holds, in file order
     * @param ofJdk whether the class is one of the JDK, which only rules that name its package get
     */
    public static ClassMatch match(ClassFile classFile, List<RetryRule> candidates, boolean ofJdk) {
        List<Matched> woven = new ArrayList<>(4);
        List<Skipped> skipped = new ArrayList<>(0);
        for (MethodInfo method : classFile.methods()) {
            RetryRule rule = method.isMatchable() ? firstRule(classFile, method, candidates, ofJdk) : null;
            if (rule == null) {
                continue;
            }
            String reason = reasonToSkip(method, rule);
            if (reason == null) {
                woven.add(new Matched(method, rule));
            } else {
                skipped.add(new Skipped(method, rule, reason));
            }
        }
        return new ClassMatch(woven, skipped);
    }

    private static RetryRule firstRule(
            ClassFile classFile, MethodInfo method, List<RetryRule> candidates, boolean ofJdk) {
        String className = classFile.name().replace('/', '.');
        for (RetryRule rule : candidates) {
            MatchSpec spec = rule.match();
            if ((!ofJdk || namesPackage(spec, className)) && matches(spec, method)) {
                return rule;
            }
        }
        return null;
    }

    private static boolean matches(MatchSpec spec, MethodInfo method) {
        if (spec.methods().isEmpty()) {
            return true;
        }
        List<String> parameterTypes = method.parameterTypes();
        for (MethodPattern pattern : spec.methods()) {
            if (pattern.matches(method.name(), parameterTypes)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesPackage(MatchSpec spec, String className) {
        for (Glob glob : spec.classes()) {
            if (!glob.literalPrefix().isEmpty() && glob.matches(className)) {
                return true;
            }
        }
        return false;
    }

    private static String reasonToSkip(MethodInfo method, RetryRule rule) {
        if (method.isSynchronized() && !rule.allowSynchronized()) {
            return "it is synchronized and would hold its monitor while it waits (allow-synchronized: true weaves it all"
                    + " the same)";
        }
        if (method.codeLength() > MAX_CODE_LENGTH) {
            return tooLarge(method.codeLength());
        }
        return null;
    }

    /** Why a body of this many bytes, with what weaving adds to it, is left alone. */
    public static String tooLarge(int codeLength) {
        return "its body would be " + codeLength + " bytes, and past " + MAX_CODE_LENGTH
                + " the JIT does not compile a method";
    }
}
