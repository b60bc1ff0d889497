package io.datapunk.retry;

import io.datapunk.retry.call.CallStart;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryCall;
import io.datapunk.retry.policy.Mode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Begins the asynchronous calls of {@link Retry#callAsync}, for which {@link FutureCall} then drives the engine.
 * Stateless.
 */
final class AsyncRetry {

    private AsyncRetry() {}

    /** See {@link Retry#callAsync(Supplier, Executor)}. */
    static CompletableFuture<?> call(
            MethodRetry setup, final Supplier<? extends CompletionStage<?>> task, Executor executor) {
        FutureCall.Again again = attempt -> {
            try {
                return task.get();
            } catch (Throwable t) {
                attempt.threw(t);
                return null;
            }
        };
        RetryCall call = setup.policy().mode() == Mode.OFF ? null : begin(setup);
        if (call != null && !call.goesOn()) {
            return failed(CallResult.of(call).failure());
        }
        CompletionStage<?> first;
        try {
            first = task.get();
        } catch (Throwable t) { // checked ones, too: not each language declares them
            if (call == null) {
                throw AsyncRetry.<RuntimeException>rethrow(t);
            }
            return followFailed(call, t, again, executor);
        }
        if (first == null) {
            first = CompletableFuture.completedFuture(null);
        }
        return (call == null ? first : follow(call, first, again, executor)).toCompletableFuture();
    }

    /** Where the call cannot be begun the caller is told, and the call is counted. */
    private static RetryCall begin(MethodRetry setup) {
        try {
            return CallStart.beginAsync(setup);
        } catch (RuntimeException | Error e) {
            setup.abandoned(0, null);
            throw e;
        }
    }

    private static CompletableFuture<?> followFailed(
            RetryCall call, Throwable failure, FutureCall.Again again, Executor executor) {
        try {
            return FutureCall.followFailed(call, failure, again, executor);
        } catch (RuntimeException | Error e) {
            call.abandon();
            return failed(failure);
        }
    }

    /** What cannot be followed is the caller's as it is. */
    private static CompletionStage<?> follow(
            RetryCall call, CompletionStage<?> first, FutureCall.Again again, Executor executor) {
        try {
            return FutureCall.follow(call, first, again, executor, null, null);
        } catch (RuntimeException | Error e) {
            call.abandon();
            return first;
        }
    }

    private static CompletableFuture<?> failed(Throwable failure) {
        CompletableFuture<Object> failed = new CompletableFuture<>();
        failed.completeExceptionally(failure);
        return failed;
    }

    /** Throws it, whatever the compiler has been told. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
