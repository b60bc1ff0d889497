package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.asynctype.AsyncTypes;
import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.cli.lint.ClassCode.Call;
import io.datapunk.retry.agent.rules.RetryRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A method that a rule gets, with what can be known of it without running it. Not thread-safe. */
public final class MatchedMethod {

    /** How far calls are followed within the class itself. */
    private static final int MAX_DEPTH = 3;

    private final RetryRule rule;
    private final ClassFile type;
    private final MethodInfo method;
    private final CheckedClasses classes;

    /** A method of a class. */
    public MatchedMethod(RetryRule rule, ClassFile type, MethodInfo method, CheckedClasses classes) {
        this.rule = rule;
        this.type = type;
        this.method = method;
        this.classes = classes;
    }

    RetryRule rule() {
        return rule;
    }

    ClassFile type() {
        return type;
    }

    MethodInfo method() {
        return method;
    }

    CheckedClasses classes() {
        return classes;
    }

    String className() {
        return type.name().replace('/', '.');
    }

    /** Binary names of its class and of all above it. */
    Set<String> supertypes() {
        return classes.supertypes(className());
    }

    /** Name and descriptor. */
    String key() {
        return method.name() + method.descriptor();
    }

    boolean returnsFuture() {
        return AsyncTypes.isFollowed(method.returnType()) && !returnsStream();
    }

    boolean returnsStream() {
        return AsyncTypes.isStream(method.returnType());
    }

    boolean isAsynchronous() {
        return AsyncTypes.isFollowed(method.returnType());
    }

    /** What the code of its class names; {@code null}: it cannot be read. */
    ClassCode code() {
        return classes.code(type.name());
    }

    /**
     * What an attempt calls on the thread that makes it: its body, and the methods of the same class that it calls, a
     * few levels down.
     */
    List<Call> calls() {
        return follow(Collections.singletonList(new Step(key(), 0)));
    }

    /** What the lambdas of its body call, likewise. */
    List<Call> callsOfLambdas() {
        ClassCode code = code();
        List<Step> roots = new ArrayList<>();
        List<Call> handedOn = new ArrayList<>();
        if (code != null) {
            for (Call lambda : code.lambdasOf(key())) {
                handedOn.add(lambda);
                roots.add(new Step(lambda.method(), 1));
            }
        }
        handedOn.addAll(follow(roots));
        return handedOn;
    }

    private List<Call> follow(List<Step> roots) {
        ClassCode code = code();
        List<Call> found = new ArrayList<>();
        List<Step> open = new ArrayList<>(roots);
        Set<String> seen = new HashSet<>();
        while (code != null && !open.isEmpty()) {
            Step next = open.remove(open.size() - 1);
            if (!seen.add(next.method)) {
                continue;
            }
            for (Call call : code.by(next.method)) {
                found.add(call);
                if (call.owner().equals(type.name()) && code.has(call.method()) && next.depth < MAX_DEPTH) {
                    open.add(new Step(call.method(), next.depth + 1));
                }
            }
        }
        return found;
    }

    /** {@code com.acme.PaymentClient.charge(long)}. */
    @Override
    public String toString() {
        return className() + "." + method.signature();
    }

    /** A method of the class, and how far down it was found. */
    private static final class Step {
        final String method;
        final int depth;

        Step(String method, int depth) {
            this.method = method;
            this.depth = depth;
        }
    }
}
