package io.datapunk.retry.agent.cli;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Return types of methods whose failure comes later, on another thread: what they throw themselves is all that is retried. */
final class AsyncTypes {

    private static final Set<String> NAMES = new HashSet<>(Arrays.asList(
            "java.util.concurrent.Future",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.Flow$Publisher",
            "com.google.common.util.concurrent.ListenableFuture",
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
            "io.reactivex.rxjava3.core.Flowable",
            "io.netty.util.concurrent.Future",
            "io.netty.channel.ChannelFuture",
            "scala.concurrent.Future"));

    private AsyncTypes() {}

    /** Whether a type, as people write it, is one. */
    static boolean contains(String type) {
        return NAMES.contains(type);
    }
}
