package io.datapunk.retry.agent.asynctype;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** The asynchronous types that are known by name: binary names, by what becomes of them. Stateless. */
public final class AsyncTypes {

    /** Futures that are followed: the method is called again when what it returned has failed. */
    public static final Set<String> FUTURES = AsyncLibrary.types(false);

    /** Streams that are followed: each subscription is a call of its own. */
    public static final Set<String> STREAMS = AsyncLibrary.types(true);

    /** Futures of the JDK that notify nobody of their end, and so are not followed. */
    public static final Set<String> FUTURES_WITHOUT_NOTIFICATION = set(
            "java.util.concurrent.Future",
            "java.util.concurrent.FutureTask",
            "java.util.concurrent.RunnableFuture",
            "java.util.concurrent.ScheduledFuture",
            "java.util.concurrent.RunnableScheduledFuture",
            "java.util.concurrent.ForkJoinTask",
            "java.util.concurrent.RecursiveTask",
            "java.util.concurrent.RecursiveAction",
            "java.util.concurrent.CountedCompleter");

    /** Results of other libraries that end after the method has returned, and are not followed. */
    public static final Set<String> RESULTS_NOT_FOLLOWED = set(
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

    /** Parameters that get the failure of a method in place of its caller. */
    public static final Set<String> CALLBACKS = set(
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

    /** Annotations with which a proxy hands a call to another thread, and returns before it has ended. */
    public static final Set<String> ANNOTATIONS = set(
            "org.springframework.scheduling.annotation.Async",
            "javax.ejb.Asynchronous",
            "jakarta.ejb.Asynchronous",
            "jakarta.enterprise.concurrent.Asynchronous",
            "org.eclipse.microprofile.faulttolerance.Asynchronous",
            "io.smallrye.faulttolerance.api.AsynchronousNonBlocking",
            "io.micronaut.scheduling.annotation.Async");

    private AsyncTypes() {}

    private static Set<String> set(String... names) {
        return Collections.unmodifiableSet(new HashSet<>(Arrays.asList(names)));
    }

    /** Whether methods that return this type are called again when what they return has failed. */
    public static boolean isFollowed(String returnType) {
        return FUTURES.contains(returnType) || isStream(returnType);
    }

    /** Whether each subscription to what a method returns is a call of its own. */
    public static boolean isStream(String returnType) {
        return STREAMS.contains(returnType);
    }
}
