package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.match.ClassMatch.Matched;
import io.datapunk.retry.agent.match.ClassMatch.Skipped;
import io.datapunk.retry.agent.rules.RetryRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Finds the rule of each method of a class: the first in file order that matches it. Stateless.
 */
public final class MethodMatcher {

    /** Bodies past this many bytes are not compiled by the JIT ({@code HugeMethodLimit}), and so are left alone. */
    public static final int MAX_CODE_LENGTH = 8_000;

    /** Newest version of class files that the weaver can read: that of Java 28. */
    public static final int NEWEST_MAJOR_VERSION = 72;

    /** What weaving adds to a body at the most, unless it has dozens of parameters. */
    private static final int ROOM_FOR_ADVICE = 400;

    /** What class files count in two bytes. */
    private static final int MAX_COUNT = 65_535;

    /** For each method that is woven there are a few; a class near the limit is not worth an exact count. */
    private static final int CONSTANTS_OF_ADVICE = 1_500;

    /** The arguments may be there twice, and they have up to 255 slots. */
    private static final int SLOTS_OF_ADVICE = 600;

    private static final int HANDLERS_OF_ADVICE = 100;

    private MethodMatcher() {}

    /**
     * Matches the methods of a class.
     *
     * @param candidates the rules that may match it, in file order
     */
    public static ClassMatch match(Subject subject, List<RetryRule> candidates) {
        List<Matched> woven = new ArrayList<>(4);
        List<Skipped> skipped = new ArrayList<>(0);
        List<SpecMatcher> matchers = new ArrayList<>(candidates.size());
        for (RetryRule rule : candidates) {
            SpecMatcher matcher = new SpecMatcher(rule, subject);
            if (matcher.holdsForClass()) {
                matchers.add(matcher);
            }
        }
        if (matchers.isEmpty()) {
            return new ClassMatch(woven, skipped);
        }
        List<MethodInfo> bridges = bridges(subject.classFile());
        for (MethodInfo method : subject.classFile().methods()) {
            RetryRule rule = method.isMatchable() ? firstRule(matchers, method) : null;
            if (rule == null) {
                continue;
            }
            if (woven.isEmpty() && skipped.isEmpty()) {
                subject.supertypes().note(subject.classFile());
            }
            String reason = reasonToSkip(subject, method, rule);
            if (reason == null) {
                woven.add(new Matched(method, rule)
                        .behindProxies(
                                bridgesTo(method, bridges), AsyncAnnotations.areOn(subject.classFile(), method)));
            } else {
                skipped.add(new Skipped(method, rule, reason));
            }
        }
        return new ClassMatch(woven, skipped);
    }

    private static RetryRule firstRule(List<SpecMatcher> matchers, MethodInfo method) {
        for (SpecMatcher matcher : matchers) {
            if (matcher.holdsFor(method)) {
                return matcher.rule();
            }
        }
        return null;
    }

    private static List<MethodInfo> bridges(ClassFile classFile) {
        List<MethodInfo> bridges = new ArrayList<>(0);
        for (MethodInfo each : classFile.methods()) {
            if (each.isBridge()) {
                bridges.add(each);
            }
        }
        return bridges;
    }

    private static List<String> bridgesTo(MethodInfo method, List<MethodInfo> bridges) {
        List<String> descriptors = Collections.emptyList();
        for (MethodInfo each : bridges) {
            if (method.mayBeCalledBy(each)) {
                descriptors = descriptors.isEmpty() ? new ArrayList<String>(1) : descriptors;
                descriptors.add(each.descriptor());
            }
        }
        return descriptors;
    }

    static String reasonToSkip(Subject subject, MethodInfo method, RetryRule rule) {
        int version = subject.classFile().majorVersion();
        if (version > NEWEST_MAJOR_VERSION) {
            return "its class file is of version " + version + ", and this agent knows them up to "
                    + NEWEST_MAJOR_VERSION + ": it needs a newer agent";
        }
        if (subject.ofJdk() && UsedByCalls.has(subject.className())) {
            return "the agent's own calls go through this class of the JDK: woven, they would never end";
        }
        String asynchronous = AsyncReturns.reasonToLeaveAlone(method, subject.supertypes());
        if (asynchronous != null) {
            return asynchronous;
        }
        if (method.isSynchronized() && !rule.allowSynchronized()) {
            return "it is synchronized and would hold its monitor while it waits (allow-synchronized: true "
                    + "weaves it all"
                    + " the same)";
        }
        if (method.codeLength() > MAX_CODE_LENGTH - ROOM_FOR_ADVICE) {
            return tooLarge(method.codeLength());
        }
        return reasonOfLimits(subject.classFile(), method);
    }

    /** What the format of class files cannot count any more would be a class that the JVM refuses. */
    private static String reasonOfLimits(ClassFile classFile, MethodInfo method) {
        MethodInfo.Code code = method.code();
        if (classFile.constantCount() > MAX_COUNT - CONSTANTS_OF_ADVICE) {
            return atTheLimit("its class", classFile.constantCount(), "constants");
        }
        if (code.maxLocals() > MAX_COUNT - SLOTS_OF_ADVICE) {
            return atTheLimit("it", code.maxLocals(), "slots for variables");
        }
        if (code.maxStack() > MAX_COUNT - SLOTS_OF_ADVICE) {
            return atTheLimit("it", code.maxStack(), "slots on the stack");
        }
        return code.handlers() > MAX_COUNT - HANDLERS_OF_ADVICE
                ? atTheLimit("it", code.handlers(), "exception handlers")
                : null;
    }

    private static String atTheLimit(String what, int count, String of) {
        return what + " has " + count + " " + of + ": with what weaving adds it would pass the " + MAX_COUNT
                + " that a class file can have";
    }

    /** Why a body of this many bytes is left alone. */
    public static String tooLarge(int codeLength) {
        return "its body has " + codeLength + " bytes: with what weaving adds it would pass " + MAX_CODE_LENGTH
                + ", and the JIT would not compile it";
    }
}
