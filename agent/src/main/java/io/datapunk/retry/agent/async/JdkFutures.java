package io.datapunk.retry.agent.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code CompletableFuture} and {@code CompletionStage}. Stateless. */
final class JdkFutures implements AsyncAdapter, FollowedCall.ToStage {

    static final JdkFutures ADAPTER = new JdkFutures();

    private JdkFutures() {}

    @Override
    public Object follow(Object returned, FollowedCall call) {
        return call.follow(returned, this);
    }

    @Override
    public CompletionStage<?> of(Object returned) {
        return (CompletionStage<?>) returned;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is returned
    public Object failed(Throwable failure) {
        CompletableFuture<Object> failed = new CompletableFuture<>();
        failed.completeExceptionally(failure);
        return failed;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is returned
    public Object completed(Object value) {
        return CompletableFuture.completedFuture(value);
    }
}
