package io.datapunk.retry.agent.reload;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.LoaderSource;
import io.datapunk.retry.agent.match.ClassMatch;
import io.datapunk.retry.agent.match.MethodMatcher;
import io.datapunk.retry.agent.match.Subject;
import io.datapunk.retry.agent.match.Supertypes;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.weave.ClassJar;
import io.datapunk.retry.agent.weave.RetryTransformer;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Says, by the methods in the class files, which loaded classes new rules name otherwise than old ones. To transform a
 * class costs far more than to read it: the JVM stops all threads, links a class that nobody has used yet, and keeps
 * some memory for good. For one change of rules; not thread-safe.
 */
final class ClassChanges {

    private final Instrumentation instrumentation;
    private final IdentityHashMap<ClassLoader, Supertypes> byLoader = new IdentityHashMap<>();

    ClassChanges(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /**
     * Whether a method of a class has another rule than before, or another kind of code; also where that cannot be
     * seen, since the class file cannot be read again.
     *
     * @param before the rules that may match it; {@code null}: none
     */
    boolean isMatchedOtherwise(Class<?> loaded, List<RetryRule> before, List<RetryRule> after) {
        try {
            ClassLoader loader = loaded.getClassLoader();
            byte[] bytes = new LoaderSource(loader, null).read(loaded.getName().replace('.', '/'));
            return bytes == null
                    || !methods(loaded, bytes, loader, before).equals(methods(loaded, bytes, loader, after));
        } catch (RuntimeException | LinkageError e) {
            return true; // a loader with files of its own kind, or a security manager
        }
    }

    private List<String> methods(Class<?> loaded, byte[] bytes, ClassLoader loader, List<RetryRule> rules) {
        if (rules == null) {
            return new ArrayList<>(0);
        }
        Subject subject = new Subject(
                ClassFile.open(bytes),
                supertypesOf(loader),
                new ClassJar(loaded.getProtectionDomain()),
                RetryTransformer.isOfJdk(loaded));
        ClassMatch match = MethodMatcher.match(subject, rules);
        List<String> methods =
                new ArrayList<>(match.woven().size() + match.skipped().size());
        for (ClassMatch.Matched matched : match.woven()) {
            methods.add(matched.method().signature() + '|' + RuleShape.ofMethod(matched.rule()));
        }
        for (ClassMatch.Skipped skipped : match.skipped()) {
            methods.add(skipped.method().signature() + '|' + skipped.rule().name() + '|' + skipped.reason());
        }
        return methods;
    }

    private Supertypes supertypesOf(ClassLoader loader) {
        Supertypes known = byLoader.get(loader);
        if (known == null) {
            known = new Supertypes(new LoaderSource(loader, instrumentation));
            byLoader.put(loader, known);
        }
        return known;
    }
}
