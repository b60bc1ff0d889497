package io.datapunk.retry.agent.reload;

import io.datapunk.retry.agent.match.ClassIndex;
import io.datapunk.retry.agent.match.GeneratedClass;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.weave.RetryTransformer;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.OwnWork;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Has the JVM transform loaded classes again, those alone that rules name otherwise than before. Thread-safe. */
public final class Retransformation {

    /** Each call of the JVM costs milliseconds and stops all threads: not too many, not too long. */
    private static final int BATCH = 40;

    private final Instrumentation instrumentation;
    private final ErrorReporter problems;

    /** Transforms with this JVM. */
    public Retransformation(Instrumentation instrumentation, ErrorReporter problems) {
        this.instrumentation = instrumentation;
        this.problems = problems;
    }

    /** Transforms the classes for which the indices differ; gives their number. */
    int run(ClassIndex before, ClassIndex after) {
        OwnWork own = OwnWork.ofThread();
        own.depth++; // the loaders of the application are asked for class files
        try {
            return transformChanged(before, after);
        } finally {
            own.depth--;
        }
    }

    private int transformChanged(ClassIndex before, ClassIndex after) {
        Shapes shapes = new Shapes();
        ClassChanges changes = new ClassChanges(instrumentation);
        List<Class<?>> changed = new ArrayList<>();
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            String name = loaded.getName();
            boolean ofJdk = RetryTransformer.isOfJdk(loaded);
            // At a start this is all that is asked of a thousand classes of the JDK, by code that is still interpreted.
            boolean mayDiffer = before.mayHaveCandidates(name, ofJdk) || after.mayHaveCandidates(name, ofJdk);
            boolean mayBeProxy = !ofJdk && mayBeTransformed(loaded) && GeneratedClass.isNamedSo(name.replace('.', '/'));
            if (mayBeProxy && proxyDiffers(loaded, before, after, shapes)
                    || mayDiffer
                            && mayBeTransformed(loaded)
                            && differs(loaded, ofJdk, before, after, shapes, changes)) {
                changed.add(loaded);
            }
        }
        List<Class<?>> batch = new ArrayList<>();
        for (List<Class<?>> step : ProxySteps.of(changed)) {
            batch.addAll(step);
            if (batch.size() >= BATCH) {
                transform(batch);
                batch.clear();
            }
        }
        transform(batch);
        return changed.size();
    }

    /**
     * Not the agent's own, and none that the JVM has made without a name of its own: Java 8 gives those of lambdas out
     * as modifiable, and crashes where it is to transform one. Their names have a slash.
     */
    private static boolean mayBeTransformed(Class<?> loaded) {
        return !loaded.isArray()
                && !loaded.isPrimitive()
                && !RetryTransformer.isOwn(loaded)
                && loaded.getName().indexOf('/') < 0;
    }

    /** A generated proxy has the rules of what is above it. */
    private boolean proxyDiffers(Class<?> proxy, ClassIndex before, ClassIndex after, Shapes shapes) {
        for (Class<?> above = proxy.getSuperclass(); above != null; above = above.getSuperclass()) {
            if (typeDiffers(above, before, after, shapes) || interfacesDiffer(above, before, after, shapes)) {
                return true;
            }
        }
        return interfacesDiffer(proxy, before, after, shapes);
    }

    private boolean interfacesDiffer(Class<?> type, ClassIndex before, ClassIndex after, Shapes shapes) {
        for (Class<?> above : type.getInterfaces()) {
            if (typeDiffers(above, before, after, shapes) || interfacesDiffer(above, before, after, shapes)) {
                return true;
            }
        }
        return false;
    }

    private boolean typeDiffers(Class<?> type, ClassIndex before, ClassIndex after, Shapes shapes) {
        return differs(type, RetryTransformer.isOfJdk(type), before, after, shapes, null);
    }

    /**
     * Whether a class is to be transformed again.
     *
     * @param changes {@code null}: by the shapes of the rules alone
     */
    private boolean differs(
            Class<?> loaded, boolean ofJdk, ClassIndex before, ClassIndex after, Shapes shapes, ClassChanges changes) {
        String name = loaded.getName().replace('.', '/');
        List<RetryRule> rulesBefore = before.candidates(name, ofJdk);
        List<RetryRule> rulesAfter = after.candidates(name, ofJdk);
        if (rulesBefore == null && rulesAfter == null) {
            return false;
        }
        if (shapes.of(rulesBefore).equals(shapes.of(rulesAfter)) || !instrumentation.isModifiableClass(loaded)) {
            return false;
        }
        // At a start the classes of the JDK are not read: that would wake what the application may never need.
        return changes == null
                || ofJdk && before.isEmpty()
                || changes.isMatchedOtherwise(loaded, rulesBefore, rulesAfter);
    }

    /** A batch that fails is split, so that one bad class does not keep the others from their rules. */
    private void transform(List<Class<?>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            instrumentation.retransformClasses(batch.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
            if (batch.size() == 1) {
                problems.report(batch.get(0).getName() + " is loaded and cannot be transformed again: " + e, e);
                return;
            }
            transform(batch.subList(0, batch.size() / 2));
            transform(batch.subList(batch.size() / 2, batch.size()));
        }
    }

    /** Numbers for shapes: written out once a rule, not once for each class that it may be for. */
    private static final class Shapes {
        private final IdentityHashMap<RetryRule, Integer> ofRules = new IdentityHashMap<>();
        private final Map<String, Integer> numbers = new HashMap<>();

        List<Integer> of(List<RetryRule> rules) {
            List<Integer> shapes = new ArrayList<>(rules == null ? 0 : rules.size());
            if (rules != null) {
                for (RetryRule rule : rules) {
                    shapes.add(of(rule));
                }
            }
            return shapes;
        }

        private Integer of(RetryRule rule) {
            Integer known = ofRules.get(rule);
            if (known == null) {
                String shape = RuleShape.of(rule);
                known = numbers.get(shape);
                if (known == null) {
                    known = numbers.size();
                    numbers.put(shape, known);
                }
                ofRules.put(rule, known);
            }
            return known;
        }
    }
}
