package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.asynctype.AsyncTypes;
import io.datapunk.retry.agent.classfile.MethodInfo;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Tells from a method's declaration why it cannot be retried where its failure comes after it has returned. Stateless.
 */
final class AsyncReturns {

    private AsyncReturns() {}

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
        if (AsyncTypes.FUTURES_WITHOUT_NOTIFICATION.contains(type)) {
            return cannotBeObserved(type);
        }
        if (AsyncTypes.isFollowed(type)) {
            return null;
        }
        boolean mayBeKind = !type.startsWith("java.") && !UnfollowedTypes.isPrimitive(type) && !type.endsWith("[]");
        String reason = mayBeKind ? reasonBySupertype(type, supertypes.of(type)) : null;
        return reason == null ? supertypes.unfollowed().reasonToLeaveAlone(method) : reason;
    }

    private static String reasonBySupertype(String type, Set<String> supertypes) {
        String known = firstOf(AsyncTypes.FUTURES, supertypes);
        known = known == null ? firstOf(AsyncTypes.STREAMS, supertypes) : known;
        if (known != null) {
            return "it returns " + type + ", a kind of " + known
                    + ": what stands in for it could be no more than the latter";
        }
        return Collections.disjoint(AsyncTypes.FUTURES_WITHOUT_NOTIFICATION, supertypes)
                ? null
                : cannotBeObserved(type);
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
        return "it returns " + type + ", which tells nobody that it has failed";
    }

    private static boolean isSuspend(MethodInfo method) {
        List<String> parameters = method.parameterTypes();
        String last = parameters.isEmpty() ? "" : parameters.get(parameters.size() - 1);
        return last.equals("kotlin.coroutines.Continuation")
                || last.equals("kotlin.coroutines.experimental.Continuation");
    }
}
