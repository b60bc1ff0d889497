package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.match.ClassFile.MethodInfo;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Knows from a method's declaration whether its failure may come later, after it has returned. Stateless. */
public final class AsyncReturns {

    private static final Set<String> FUTURES = new HashSet<>(Arrays.asList(
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.CompletionStage",
            "com.google.common.util.concurrent.ListenableFuture"));

    private static final Set<String> STREAMS = new HashSet<>(Arrays.asList(
            "org.reactivestreams.Publisher",
            "reactor.core.publisher.Mono",
            "reactor.core.publisher.Flux",
            "io.reactivex.Single",
            "io.reactivex.Completable",
            "io.reactivex.Maybe",
            "io.reactivex.Observable",
            "io.reactivex.Flowable",
            "io.reactivex.rxjava3.core.Single",
            "io.reactivex.rxjava3.core.Completable",
            "io.reactivex.rxjava3.core.Maybe",
            "io.reactivex.rxjava3.core.Observable",
            "io.reactivex.rxjava3.core.Flowable"));

    /** What the JDK has of its own; the class files of the JDK need not be looked at for it. */
    private static final Set<String> JDK_FUTURES = new HashSet<>(Arrays.asList(
            "java.util.concurrent.Future",
            "java.util.concurrent.FutureTask",
            "java.util.concurrent.RunnableFuture",
            "java.util.concurrent.ScheduledFuture",
            "java.util.concurrent.RunnableScheduledFuture",
            "java.util.concurrent.ForkJoinTask",
            "java.util.concurrent.RecursiveTask",
            "java.util.concurrent.RecursiveAction",
            "java.util.concurrent.CountedCompleter"));

    private AsyncReturns() {}

    /** Whether methods that return this type are called again when what they return has failed. */
    public static boolean isFollowed(String returnType) {
        return FUTURES.contains(returnType) || isStream(returnType);
    }

    /** Whether each subscription to what a method returns is a call of its own. */
    public static boolean isStream(String returnType) {
        return STREAMS.contains(returnType);
    }

    /** Why a method whose failure comes later is left alone; {@code null} where nothing stands in the way. */
    static String reasonToLeaveAlone(MethodInfo method, Supertypes supertypes) {
        String type = method.returnType();
        if (isSuspend(method)) {
            return "it is a Kotlin suspend function, whose failure comes later";
        }
        if (type.equals("scala.concurrent.Future")) {
            return "it returns a Scala future, which fails later: recover and call it again in Scala";
        }
        if (type.equals("java.util.concurrent.Flow$Publisher")) {
            return "it returns a Flow.Publisher, which cannot be followed";
        }
        if (JDK_FUTURES.contains(type)) {
            return cannotBeObserved(type);
        }
        if (isFollowed(type)) {
            return null;
        }
        boolean mayBeKind = !type.startsWith("java.") && !LaterEnds.isPrimitive(type) && !type.endsWith("[]");
        String reason = mayBeKind ? reasonBySupertype(type, supertypes.of(type)) : null;
        return reason == null ? supertypes.laterEnds().reasonToLeaveAlone(method) : reason;
    }

    private static String reasonBySupertype(String type, Set<String> supertypes) {
        String known = firstOf(FUTURES, supertypes);
        known = known == null ? firstOf(STREAMS, supertypes) : known;
        if (known != null) {
            return "it returns " + type + ", a kind of " + known
                    + ": what stands in for it could be no more than the latter";
        }
        return Collections.disjoint(JDK_FUTURES, supertypes) ? null : cannotBeObserved(type);
    }

    private static String firstOf(Set<String> names, Set<String> supertypes) {
        for (String name : names) {
            if (supertypes.contains(name)) {
                return name;
            }
        }
        return null;
    }

    private static String cannotBeObserved(String type) {
        return "it returns " + type + ", whose failure nobody is told of";
    }

    private static boolean isSuspend(MethodInfo method) {
        List<String> parameters = method.parameterTypes();
        String last = parameters.isEmpty() ? "" : parameters.get(parameters.size() - 1);
        return last.equals("kotlin.coroutines.Continuation")
                || last.equals("kotlin.coroutines.experimental.Continuation");
    }
}
