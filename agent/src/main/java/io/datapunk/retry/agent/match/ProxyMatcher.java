package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.asynctype.AsyncTypes;
import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.match.ClassMatch.Matched;
import io.datapunk.retry.agent.match.ClassMatch.Skipped;
import io.datapunk.retry.agent.rules.RetryRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the rules of the methods of a generated proxy: each has the rule of the method that it overrides, or of the
 * interface method that it implements, and is counted for the class or interface that declares that. What only the
 * generator knows has none. Not thread-safe.
 */
public final class ProxyMatcher {

    private final Subject proxy;
    private final ClassIndex index;

    /** The classes that it is made from, the lowest first; none for one that is made from interfaces. */
    private final List<Declaring> classes = new ArrayList<>(2);

    /** The interfaces of the application that it implements, the nearest first. */
    private final List<Declaring> interfaces = new ArrayList<>(4);

    private ProxyMatcher(Subject proxy, ClassIndex index) {
        this.proxy = proxy;
        this.index = index;
    }

    /** Whether a class is a generated proxy, and so one for {@link #match}. */
    public static boolean isProxy(ClassFile classFile) {
        return GeneratedClass.isNamedSo(classFile.name()) && GeneratedClass.isProxy(classFile);
    }

    /** Matches the methods of a generated proxy. */
    public static ClassMatch match(Subject proxy, ClassIndex index) {
        ProxyMatcher matcher = new ProxyMatcher(proxy, index);
        matcher.findTypes();
        List<Matched> woven = new ArrayList<>(4);
        List<Skipped> skipped = new ArrayList<>(0);
        if (matcher.classes.isEmpty() && matcher.interfaces.isEmpty()) {
            return new ClassMatch(woven, skipped);
        }
        for (MethodInfo method : proxy.classFile().methods()) {
            Matched matched = method.isVirtual() && method.hasBody() ? matcher.match(method) : null;
            if (matched == null || matched.rule().match().targetGoverns()) {
                continue;
            }
            String reason = MethodMatcher.reasonToSkip(proxy, method, matched.rule());
            if (reason == null) {
                woven.add(matched);
            } else {
                skipped.add(new Skipped(method, matched.rule(), reason));
            }
        }
        return new ClassMatch(woven, skipped);
    }

    /**
     * Whether a rule names a method of an interface, so that proxies which the JDK makes of it at run time have that
     * rule.
     */
    public static boolean namesInterface(RetryRule rule, Subject type) {
        SpecMatcher matcher = new SpecMatcher(rule, type);
        if (!type.classFile().isInterface()
                || type.classFile().isAnnotation()
                || rule.match().targetGoverns()
                || !matcher.namesClass()) {
            return false;
        }
        for (MethodInfo method : type.classFile().methods()) {
            if (method.isVirtual() && matcher.holdsFor(method)) {
                return true;
            }
        }
        return false;
    }

    private void findTypes() {
        ClassFile own = proxy.classFile();
        List<String> open = new ArrayList<>(own.interfaces());
        String name = GeneratedClass.isOfJdk(own) ? null : own.superName();
        while (name != null && !name.equals("java/lang/Object")) {
            ClassFile file =
                    GeneratedClass.isNamedSo(name) ? null : proxy.supertypes().classFile(name);
            if (file == null) {
                name = proxy.supertypes().superclassOf(name);
            } else {
                classes.add(new Declaring(file));
                open.addAll(file.interfaces());
                name = file.superName();
            }
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < open.size(); i++) {
            ClassFile file = seen.add(open.get(i)) && !GeneratedClass.isOwnInterface(open.get(i))
                    ? proxy.supertypes().classFile(open.get(i))
                    : null;
            if (file != null) {
                open.addAll(file.interfaces());
                if (!file.isAnnotation()) {
                    interfaces.add(new Declaring(file));
                }
            }
        }
    }

    private Matched match(MethodInfo method) {
        for (int i = 0; i < classes.size(); i++) {
            MethodInfo behind = classes.get(i).find(method);
            if (behind != null && behind.isBridge()) {
                return matchBridged(method, behind, i);
            }
            if (behind != null) {
                return behind.hasBody() ? matchOverride(method, behind, i) : matchImplemented(method);
            }
        }
        return matchImplemented(method);
    }

    /** Callers that know a generic supertype call the bridge: what it bridges to is the method that people wrote. */
    private Matched matchBridged(MethodInfo method, MethodInfo bridge, int from) {
        for (int i = from; i < classes.size(); i++) {
            MethodInfo bridged = classes.get(i).findBridged(bridge);
            if (bridged != null) {
                return matchOverride(method, bridged, i);
            }
        }
        return null;
    }

    private Matched matchOverride(MethodInfo method, MethodInfo behind, int at) {
        if (!behind.isMatchable() || endsElsewhere(behind, classes.get(at), at)) {
            return null;
        }
        Declaring declaring = classes.get(at);
        RetryRule byClass = declaring.firstRule(behind);
        RetryRule byProxy = ruleForProxyAlone(method);
        RetryRule rule = byClass == null || byProxy != null && index.isBefore(byProxy, byClass) ? byProxy : byClass;
        return rule == null ? null : new Matched(method, rule, declaring.className(), behind);
    }

    /** Whether the method behind ends, or is reached, on another thread: there its own rule holds. */
    private boolean endsElsewhere(MethodInfo behind, Declaring declaring, int at) {
        boolean elsewhere = AsyncTypes.isFollowed(behind.returnType())
                || AsyncReturns.reasonToLeaveAlone(behind, proxy.supertypes()) != null
                || AsyncAnnotations.areOn(declaring.file, behind);
        for (int i = 0; i < at; i++) {
            elsewhere |= AsyncAnnotations.areOn(classes.get(i).file);
        }
        return elsewhere;
    }

    private Matched matchImplemented(MethodInfo method) {
        RetryRule first = null;
        Declaring standsFor = null;
        MethodInfo declared = null;
        for (Declaring each : interfaces) {
            MethodInfo found = findInherited(each, method);
            if (found == null || AsyncAnnotations.areOn(each.file, found)) {
                continue;
            }
            RetryRule rule = each.firstRule(found);
            if (declared == null || rule != null && (first == null || index.isBefore(rule, first))) {
                first = rule;
                standsFor = each;
                declared = found;
            }
        }
        if (declared == null) {
            return null;
        }
        RetryRule byProxy = ruleByOwnName(method);
        RetryRule rule = first == null || byProxy != null && index.isBefore(byProxy, first) ? byProxy : first;
        return rule == null ? null : new Matched(method, rule, standsFor.className(), declared);
    }

    private MethodInfo findInherited(Declaring type, MethodInfo method) {
        MethodInfo found = type.find(method);
        for (int i = 0; found == null && i < type.file.interfaces().size(); i++) {
            for (Declaring each : interfaces) {
                if (each.file.name().equals(type.file.interfaces().get(i))) {
                    found = found == null ? findInherited(each, method) : found;
                }
            }
        }
        return found;
    }

    /** The rule that names the generated class, and none of those that it is made from. */
    private RetryRule ruleForProxyAlone(MethodInfo method) {
        for (RetryRule rule : candidates(proxy.classFile().name(), false)) {
            SpecMatcher matcher = new SpecMatcher(rule, proxy);
            if (matcher.namesClass() && matcher.holdsFor(method) && !namesOneOfClasses(rule)) {
                return rule;
            }
        }
        return null;
    }

    private boolean namesOneOfClasses(RetryRule rule) {
        for (Declaring each : classes) {
            if (new SpecMatcher(rule, each.subject).namesClass()) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is above the proxy, or a pattern that means just such proxies; one that means every class does not mean
     * these.
     */
    private RetryRule ruleByOwnName(MethodInfo method) {
        for (RetryRule rule : candidates(proxy.classFile().name(), false)) {
            boolean byClass = !rule.match().classes().isEmpty();
            SpecMatcher matcher = new SpecMatcher(rule, byClass ? proxy.above(proxy.classFile(), true) : proxy);
            if (matcher.namesClass() && matcher.holdsFor(method)) {
                return rule;
            }
        }
        return null;
    }

    private static RetryRule firstRule(List<RetryRule> candidates, Subject subject, MethodInfo method) {
        for (RetryRule rule : candidates) {
            SpecMatcher matcher = new SpecMatcher(rule, subject);
            if (matcher.namesClass() && matcher.holdsFor(method)) {
                return rule;
            }
        }
        return null;
    }

    private List<RetryRule> candidates(String internalName, boolean ofJdk) {
        List<RetryRule> found = index.candidates(internalName, ofJdk);
        return found == null ? Collections.<RetryRule>emptyList() : found;
    }

    /** A class or interface above the proxy. */
    private final class Declaring {
        final ClassFile file;
        final Subject subject;

        Declaring(ClassFile file) {
            this.file = file;
            this.subject = proxy.above(file, file.name().startsWith("java/"));
        }

        String className() {
            return subject.className();
        }

        MethodInfo find(MethodInfo method) {
            for (MethodInfo each : file.methods()) {
                if (each.isVirtual() && each.isSameAs(method)) {
                    return each;
                }
            }
            return null;
        }

        /** The one method that a bridge may call; {@code null} where there is none, or more than one. */
        MethodInfo findBridged(MethodInfo bridge) {
            MethodInfo found = null;
            for (MethodInfo each : file.methods()) {
                if (each.isVirtual() && each.isMatchable() && each.mayBeCalledBy(bridge)) {
                    if (found != null) {
                        return null;
                    }
                    found = each;
                }
            }
            return found;
        }

        RetryRule firstRule(MethodInfo method) {
            return ProxyMatcher.firstRule(candidates(file.name(), subject.ofJdk()), subject, method);
        }
    }
}
