package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.match.ClassFile.MethodInfo;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows types that tell a method's end after it has returned, and are not followed: results such as the futures of other libraries,
 * and callbacks among the parameters. By name, and by shape: by the methods that the class file of a type has. A failure that comes
 * that way would count as a success.
 *
 * <p>Thread-safe; one for each class loader, since what is found is remembered.
 */
final class LaterEnds {

    private static final Set<String> RESULTS = set(
            "io.smallrye.mutiny.Uni",
            "io.smallrye.mutiny.Multi",
            "io.vertx.core.Future",
            "rx.Observable",
            "rx.Single",
            "rx.Completable",
            "com.twitter.util.Future",
            "io.vavr.concurrent.Future",
            "kotlinx.coroutines.flow.Flow",
            "kotlinx.coroutines.Job",
            "monix.eval.Task",
            "cats.effect.IO",
            "zio.ZIO",
            "com.linkedin.parseq.Task",
            "bolts.Task",
            "com.google.android.gms.tasks.Task",
            "org.apache.mina.core.future.IoFuture",
            "org.jboss.netty.channel.ChannelFuture",
            "retrofit2.Call",
            "okhttp3.Call",
            "com.squareup.okhttp.Call");

    private static final Set<String> CALLBACKS = set(
            "java.nio.channels.CompletionHandler",
            "java.util.concurrent.Flow$Subscriber",
            "org.reactivestreams.Subscriber",
            "io.grpc.stub.StreamObserver",
            "org.apache.kafka.clients.producer.Callback",
            "okhttp3.Callback",
            "retrofit2.Callback",
            "com.squareup.okhttp.Callback",
            "org.apache.http.concurrent.FutureCallback",
            "org.apache.hc.core5.concurrent.FutureCallback",
            "com.google.common.util.concurrent.FutureCallback",
            "org.springframework.util.concurrent.ListenableFutureCallback",
            "org.asynchttpclient.AsyncHandler",
            "com.ning.http.client.AsyncHandler",
            "com.amazonaws.handlers.AsyncHandler",
            "org.elasticsearch.action.ActionListener",
            "org.opensearch.core.action.ActionListener",
            "org.apache.thrift.async.AsyncMethodCallback",
            "com.mongodb.async.SingleResultCallback",
            "javax.ws.rs.client.InvocationCallback",
            "jakarta.ws.rs.client.InvocationCallback",
            "javax.jms.CompletionListener",
            "jakarta.jms.CompletionListener",
            "rx.Subscriber",
            "rx.Observer");

    /** What gives a future of the JDK: such a type is one itself. */
    private static final Set<String> CONVERSIONS = set("toCompletionStage", "toCompletableFuture");

    /** What registers somebody who is told the end. */
    private static final Set<String> REGISTRATIONS = set(
            "addListener",
            "addCallback",
            "onComplete",
            "whenComplete",
            "onSuccess",
            "onFailure",
            "subscribe",
            "enqueue");

    /** What tells of an end that may not have come yet. */
    private static final Set<String> STATES = set(
            "isDone",
            "isComplete",
            "isCompleted",
            "isSuccess",
            "isSuccessful",
            "succeeded",
            "failed",
            "isFailed",
            "isExecuted");

    private static final Set<String> TOLD_SUCCESS = set(
            "onSuccess",
            "onResponse",
            "onResult",
            "onComplete",
            "onCompleted",
            "onNext",
            "completed",
            "success",
            "succeeded");

    private static final Set<String> TOLD_FAILURE =
            set("onFailure", "onError", "onException", "onThrowable", "failed", "failure");

    private final Supertypes supertypes;
    private final Map<String, Boolean> results = new ConcurrentHashMap<>();
    private final Map<String, Boolean> callbacks = new ConcurrentHashMap<>();

    LaterEnds(Supertypes supertypes) {
        this.supertypes = supertypes;
    }

    private static Set<String> set(String... names) {
        return new HashSet<>(Arrays.asList(names));
    }

    /** Why a method with these types is left alone; {@code null} where nothing stands in the way. */
    String reasonToLeaveAlone(MethodInfo method) {
        String returned = method.returnType();
        if (RESULTS.contains(returned) || isResult(returned)) {
            return "it returns " + returned + ", which tells its end later and is not followed";
        }
        for (String parameter : method.parameterTypes()) {
            if (CALLBACKS.contains(parameter) || isCallback(parameter)) {
                return "its failure goes to a callback, " + parameter + ", and not to its caller";
            }
        }
        return null;
    }

    private boolean isResult(String type) {
        if (!mayBeAny(type)) {
            return false;
        }
        Boolean known = results.get(type);
        if (known == null) {
            known = isKindOf(RESULTS, type)
                    || hasMethod(type, CONVERSIONS, 0)
                    || hasMethod(type, REGISTRATIONS, 1) && hasMethod(type, STATES, 0);
            results.put(type, known);
        }
        return known;
    }

    private boolean isCallback(String type) {
        if (!mayBeAny(type)) {
            return false;
        }
        Boolean known = callbacks.get(type);
        if (known == null) {
            known = isKindOf(CALLBACKS, type) || hasMethod(type, TOLD_FAILURE, 1) && hasMethod(type, TOLD_SUCCESS, -1);
            callbacks.put(type, known);
        }
        return known;
    }

    /** Primitives, arrays and the JDK's own are known by name alone. */
    private static boolean mayBeAny(String type) {
        return !type.startsWith("java.") && !type.endsWith("]") && !isPrimitive(type);
    }

    static boolean isPrimitive(String type) {
        switch (type) {
            case "void":
            case "boolean":
            case "byte":
            case "char":
            case "short":
            case "int":
            case "long":
            case "float":
            case "double":
                return true;
            default:
                return false;
        }
    }

    private boolean isKindOf(Set<String> names, String type) {
        for (String above : supertypes.of(type)) {
            if (names.contains(above)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the type, or one above it that is not the JDK's, has a public method of one of these names.
     *
     * @param parameters 0: without any; 1: with at least one; -1: either
     */
    private boolean hasMethod(String type, Set<String> names, int parameters) {
        for (String above : supertypes.of(type)) {
            ClassFile classFile = above.startsWith("java.") ? null : supertypes.classFile(above.replace('.', '/'));
            if (classFile != null && hasMethod(classFile.methods(), names, parameters)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasMethod(List<MethodInfo> methods, Set<String> names, int parameters) {
        for (MethodInfo method : methods) {
            boolean fits = parameters < 0 || method.descriptor().startsWith("()") == (parameters == 0);
            if (fits && method.isPublic() && !method.isStatic() && names.contains(method.name())) {
                return true;
            }
        }
        return false;
    }
}
