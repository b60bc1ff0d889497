package io.datapunk.retry.agent.weave;

import io.datapunk.retry.agent.asynctype.AsyncTypes;
import io.datapunk.retry.agent.binding.UnfitRuleException;
import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.match.ClassIndex;
import io.datapunk.retry.agent.match.ClassMatch;
import io.datapunk.retry.agent.match.GeneratedClass;
import io.datapunk.retry.agent.match.MethodMatcher;
import io.datapunk.retry.agent.match.ProxyMatcher;
import io.datapunk.retry.agent.match.Subject;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.weave.MethodAdvice.Advised;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.agent.woven.WovenMethods;
import io.datapunk.retry.agent.woven.WovenSignature;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.OwnWork;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What the JVM asks for each class that it loads. Nearly every answer is {@code null}, found by the name or the
 * constants; the weaver and its library are woken for the first class that has a method to weave.
 *
 * <p>Thread-safe. Whatever goes wrong, the class is loaded as it is.
 */
public final class RetryTransformer implements ClassFileTransformer {

    private static final String HOOK = "java/lang/DatapunkRetryHook";
    private static final String HOOK_CLASS = "java.lang.DatapunkRetryHook";

    private static final String NOT_READY =
            "what retries need was not loaded in time; if it is later, its class is transformed again";

    /** The beginning of a class file that has no constants. */
    private static final byte[] NO_CONSTANTS = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 52, 0, 1};

    private final CurrentRules rules;
    private final WovenMethods wovenMethods;
    private final WeaveReport report;
    private final ErrorReporter problems;
    private final LoaderSupertypes loaders;
    private final Preparation preparation;

    /**
     * A transformer that holds each class against the rules in force.
     *
     * @param preparation to be done before the first class is woven
     */
    public RetryTransformer(
            CurrentRules rules,
            Instrumentation instrumentation,
            WovenMethods wovenMethods,
            WeaveReport report,
            ErrorReporter problems,
            Preparation preparation) {
        this.preparation = preparation;
        this.loaders = new LoaderSupertypes(instrumentation);
        this.rules = rules;
        this.wovenMethods = wovenMethods;
        this.report = report;
        this.problems = problems;
    }

    /** Whether a class is the JDK's: it is matched only by rules that name its package. */
    public static boolean isOfJdk(Class<?> loaded) {
        return JdkClasses.isOfJdk(loaded.getClassLoader(), loaded.getName());
    }

    /** Whether a class is the agent's: no rule matches it. */
    public static boolean isOwn(Class<?> loaded) {
        return OwnClasses.isOwn(loaded) || loaded.getName().equals(HOOK_CLASS);
    }

    /**
     * Asks once, before these rules are in force, so that all that a question needs is loaded: inside class loading it
     * could be the class that is being loaded.
     */
    public void warmUp(ClassIndex next) {
        next.candidates("datapunk/retry/NoSuchClass", false, NO_CONSTANTS);
        GeneratedClass.isNamedSo("datapunk/retry/NoSuchClass$1");
        report.classLoads(null, "datapunk/retry/NoSuchClass");
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String givenName, Class<?> redefined, ProtectionDomain protectionDomain, byte[] bytes) {
        String internalName = givenName == null ? UnnamedClass.nameIn(bytes) : givenName;
        if (internalName == null || OwnClasses.isOwn(loader, internalName, protectionDomain)) {
            return null;
        }
        OwnWork own = null;
        try {
            if (redefined == null) {
                report.classLoads(loader, internalName);
            }
            boolean ofJdk = JdkClasses.isOfJdk(loader, internalName);
            ClassIndex current = rules.get().index();
            List<RetryRule> candidates = current.candidates(internalName, ofJdk, bytes);
            if (internalName.equals(HOOK)) {
                return null;
            }
            boolean mayBeProxy = !ofJdk && !current.isEmpty() && GeneratedClass.isNamedSo(internalName);
            if (candidates == null && redefined == null && !mayBeProxy) {
                return null;
            }
            own = OwnWork.ofThread();
            own.depth++; // what the loader's own methods do now, they do for the agent
            if (redefined != null) {
                report.transformsAgain(internalName.replace('/', '.'));
            }
            List<WovenMethod> made = new ArrayList<>(4);
            byte[] woven = null;
            if ((candidates != null || mayBeProxy) && preparation.mayMatch(internalName.replace('/', '.'))) {
                Subject subject = new Subject(
                        ClassFile.open(bytes), loaders.supertypesOf(loader), new ClassJar(protectionDomain), ofJdk);
                if (mayBeProxy && ProxyMatcher.isProxy(subject.classFile())) {
                    woven = weave(loader, bytes, ProxyMatcher.match(subject, current), subject.className(), made);
                } else if (candidates != null) {
                    ClassMatch match = MethodMatcher.match(subject, candidates);
                    if (givenName == null && UnnamedClass.REASON != null) {
                        skipAll(subject.className(), match, UnnamedClass.REASON);
                    } else {
                        woven = weave(loader, bytes, match, subject.className(), made);
                    }
                }
            }
            if (redefined != null) {
                report.unwoven(wovenMethods.keepOnly(made, loader, internalName.replace('/', '.')));
            }
            return woven;
        } catch (Throwable t) {
            problems.report(internalName.replace('/', '.') + " could not be woven and is left alone: " + t, t);
            return null;
        } finally {
            if (own != null) {
                own.depth--;
            }
        }
    }

    private byte[] weave(ClassLoader loader, byte[] bytes, ClassMatch match, String className, List<WovenMethod> made) {
        for (ClassMatch.Skipped skipped : match.skipped()) {
            report.skipped(
                    className, skipped.method().signature(), skipped.rule().name(), skipped.reason());
        }
        if (!isPrepared(className, match)) {
            return null;
        }
        Map<String, MethodAdvice> methods = new HashMap<>();
        for (ClassMatch.Matched matched : match.woven()) {
            MethodInfo method = matched.method();
            try {
                WovenMethod woven = wovenMethodOf(matched, loader, className);
                int number = matched.standsFor() == null ? woven.id() : woven.proxyNumber();
                methods.put(
                        method.name() + method.descriptor(), new MethodAdvice(number, advised(method, matched.rule())));
                made.add(woven);
            } catch (UnfitRuleException e) {
                report.skipped(className, method.signature(), matched.rule().name(), e.getMessage());
            }
        }
        if (methods.isEmpty()) {
            return null;
        }
        byte[] woven = Weaver.weave(bytes, methods);
        if (leaveOutTooLarge(ClassFile.read(woven), methods, made)) {
            woven = methods.isEmpty() ? null : Weaver.weave(bytes, methods);
        }
        report.woven(className, made);
        return woven;
    }

    private WovenMethod wovenMethodOf(ClassMatch.Matched matched, ClassLoader loader, String className)
            throws UnfitRuleException {
        MethodInfo declared = matched.declared();
        WovenSignature signature = new WovenSignature(
                        declared.name(), declared.descriptor(), matched.bridges(), matched.runsElsewhere())
                .carrying(declared.carriedType());
        return matched.standsFor() == null
                ? wovenMethods.make(loader, className, signature, matched.rule())
                : wovenMethods.makeForProxy(loader, className, matched.standsFor(), signature, matched.rule());
    }

    private boolean isPrepared(String className, ClassMatch match) {
        boolean anyIsAsync = false;
        for (ClassMatch.Matched matched : match.woven()) {
            anyIsAsync |= AsyncTypes.isFollowed(matched.declared().returnType());
        }
        if (match.woven().isEmpty()
                || preparation.mayWeave(className) && (!anyIsAsync || preparation.mayWeaveAsync(className))) {
            return true;
        }
        skipAll(className, match, NOT_READY);
        return false;
    }

    private void skipAll(String className, ClassMatch match, String reason) {
        for (ClassMatch.Matched matched : match.woven()) {
            report.skipped(
                    className, matched.method().signature(), matched.rule().name(), reason);
        }
    }

    private static Advised advised(MethodInfo method, RetryRule rule) {
        if (AsyncTypes.isFollowed(method.returnType())) {
            return Advised.ASYNC;
        }
        return rule.looksAtOutcome() ? Advised.OUTCOME : Advised.FAILURE;
    }

    /** Takes out the methods that weaving makes too large to be compiled; whether there are any. */
    private boolean leaveOutTooLarge(ClassFile woven, Map<String, MethodAdvice> methods, List<WovenMethod> made) {
        boolean any = false;
        for (MethodInfo method : woven.methods()) {
            String key = method.name() + method.descriptor();
            MethodAdvice advice = methods.get(key);
            if (advice == null || method.codeLength() <= MethodMatcher.MAX_CODE_LENGTH) {
                continue;
            }
            any = true;
            methods.remove(key);
            for (Iterator<WovenMethod> wovenMethods = made.iterator(); wovenMethods.hasNext(); ) {
                WovenMethod each = wovenMethods.next();
                if (each.hasNumber(advice.methodId)) {
                    wovenMethods.remove();
                    report.skipped(
                            each.className(), each.method(), each.rule(), MethodMatcher.tooLarge(method.codeLength()));
                }
            }
        }
        return any;
    }
}
