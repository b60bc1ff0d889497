package io.datapunk.retry;

import io.datapunk.retry.call.AsyncCall;
import io.datapunk.retry.call.AsyncDriver;
import io.datapunk.retry.call.CallStart;
import io.datapunk.retry.call.PendingAttempt;
import io.datapunk.retry.call.RetryCall;
import io.datapunk.retry.outcome.OwnWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/**
 * Drives the engine for calls that return a future: the caller gets one at once that completes with the first success,
 * the last failure, or once the time is over.
 *
 * <p>Cancelling or completing the caller's future from outside ends the call, and does the same to the future of
 * the attempt under way.
 *
 * <p>Thread-safe.
 */
public final class FutureCall implements AsyncDriver {

    /** Makes the call again. */
    public interface Again {
        /**
         * One more attempt. What it throws is not the application's, and ends the call with the outcome before.
         *
         * @param attempt {@link PendingAttempt#threw} tells it what the application has thrown
         * @return may be {@code null}, which is then the result, unless the attempt has thrown
         * @throws NotCallableException where the call cannot be made at all; the last failure then stands
         */
        CompletionStage<?> call(PendingAttempt attempt) throws NotCallableException;
    }

    /** The call cannot be made again. */
    public static final class NotCallableException extends Exception {
        private static final long serialVersionUID = 1L;

        /** For the reason that the cause says. */
        public NotCallableException(Throwable cause) {
            super(cause);
        }
    }

    private final CompletableFuture<Object> result = new CompletableFuture<>();
    private final Again again;
    private final AsyncCall call;
    private volatile boolean hasEnded;
    private volatile Throwable lastFailure;

    private FutureCall(RetryCall call, Again again, Executor executor, Object self, Object[] arguments) {
        this.again = again;
        this.call = executor == null
                ? new AsyncCall(call, this, self, arguments)
                : new AsyncCall(call, this, executor, self, arguments);
    }

    /**
     * Follows a first attempt that has returned.
     *
     * @param call from {@link CallStart#beginAsync}, on this thread
     * @param first what the first attempt has returned
     * @param executor makes the attempts after it; {@code null}: the one that the policy names
     * @param self what the method was called on; may be {@code null}, as may the arguments
     * @return for the caller; {@code first} itself where it has succeeded already
     */
    public static CompletionStage<?> follow(
            RetryCall call, CompletionStage<?> first, Again again, Executor executor, Object self, Object[] arguments) {
        if (hasSucceeded(first) && !call.setup().policy().outcomes().looksAtResults()) {
            call.succeeded();
            return first;
        }
        FutureCall driver = new FutureCall(call, again, executor, self, arguments);
        try {
            driver.watch(first, driver.call.start());
            return driver.result();
        } catch (Throwable t) { // a stage that cannot be watched stays the caller's
            driver.call.leaveAlone();
            throw t;
        }
    }

    /** As {@link #follow}, where the first attempt has thrown. */
    static CompletableFuture<?> followFailed(RetryCall call, Throwable failure, Again again, Executor executor) {
        FutureCall driver = new FutureCall(call, again, executor, null, null);
        driver.call.startFailed(failure);
        return driver.result();
    }

    private static boolean hasSucceeded(CompletionStage<?> stage) {
        try {
            return stage instanceof CompletableFuture
                    && ((CompletableFuture<?>) stage).isDone()
                    && !((CompletableFuture<?>) stage).isCompletedExceptionally();
        } catch (UnsupportedOperationException e) {
            return false; // a minimal stage of Java 9 on shows its state to its dependents alone
        }
    }

    /** The caller's: what completes it, if not the call, ends the call. */
    @SuppressWarnings("FutureReturnValueIgnored") // of a listener that only tells
    private CompletableFuture<Object> result() {
        result.whenComplete(new BiConsumer<Object, Throwable>() {
            @Override
            public void accept(Object value, Throwable failure) {
                if (!hasEnded) {
                    endsFromOutside();
                }
            }
        });
        return result;
    }

    private void endsFromOutside() {
        try {
            call.cancel();
        } catch (Throwable t) { // the caller's future is complete; what is left is to count the call
            call.leaveAlone();
        }
    }

    @Override
    public void begin(PendingAttempt attempt) {
        CompletionStage<?> stage;
        try {
            stage = again.call(attempt);
        } catch (NotCallableException e) {
            attempt.cannotBeRepeated("it cannot be called again: " + e.getCause());
            attempt.failed(lastFailure == null ? e : lastFailure);
            return;
        }
        if (attempt.hasThrown()) {
            return;
        }
        if (stage == null) {
            attempt.returned(null);
        } else {
            watch(stage, attempt);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of a listener that only tells
    private void watch(CompletionStage<?> stage, PendingAttempt attempt) {
        Watch watch = new Watch(stage, attempt);
        OwnWork own = OwnWork.ofThread();
        own.depth++;
        try {
            CompletionStage<?> told = stage.whenComplete(watch);
            if (told != null) {
                told.whenComplete(new Untold(watch));
            }
        } finally {
            own.depth--;
        }
        attempt.onCancel(watch);
    }

    /**
     * The attempt's future gets what the caller's got from outside; it is cancelled where that one goes on without
     * it.
     */
    @SuppressWarnings({"unchecked", "FutureReturnValueIgnored"}) // of a listener that only tells
    private void giveUp(CompletionStage<?> stage) {
        if (hasEnded || !result.isDone() || result.isCancelled() || !(stage instanceof CompletableFuture)) {
            if (stage instanceof Future) {
                ((Future<?>) stage).cancel(true);
            }
            return;
        }
        final CompletableFuture<Object> future = (CompletableFuture<Object>) stage;
        result.whenComplete(new BiConsumer<Object, Throwable>() {
            @Override
            public void accept(Object value, Throwable failure) {
                if (failure == null) {
                    future.complete(value);
                } else {
                    future.completeExceptionally(failure);
                }
            }
        });
    }

    @Override
    public void ended(RetryCall ended, Throwable failure) {
        hasEnded = true;
        CallResult ending = CallResult.of(ended);
        if (ending.failure() == null) {
            result.complete(ending.result());
        } else {
            boolean isLast = failure != null && ended.record().lastAttempt().failure() == ending.failure();
            result.completeExceptionally(isLast ? failure : ending.failure());
        }
    }

    @Override
    public void settle(Object value, Throwable failure) {
        hasEnded = true;
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }

    /** Tells the engine how an attempt's future has ended; cancels it. */
    private final class Watch implements BiConsumer<Object, Throwable>, Runnable {
        private final CompletionStage<?> stage;
        private final PendingAttempt attempt;
        private boolean hasTold;

        Watch(CompletionStage<?> stage, PendingAttempt attempt) {
            this.stage = stage;
            this.attempt = attempt;
        }

        @Override
        public void accept(Object value, Throwable failure) {
            OwnWork own = null;
            int depth = 0;
            try {
                own = OwnWork.ofThread();
                depth = own.depth;
                own.depth = 0; // another attempt, or what depends on the caller's future, may run here
                if (failure == null) {
                    attempt.returned(value);
                } else {
                    if (!attempt.isOver()) {
                        lastFailure = failure;
                    }
                    attempt.failed(failure);
                }
            } catch (Throwable t) {
                attempt.endsCall(value, failure);
            } finally {
                if (own != null) {
                    own.depth = depth;
                }
            }
            hasTold = true;
        }

        @Override
        public void run() {
            giveUp(stage);
        }
    }

    /**
     * Comes after a {@link Watch}. Where that one has thrown at its very beginning, for want of stack or memory, it
     * asks the attempt's future once more, and ends the call with its outcome.
     */
    private static final class Untold implements BiConsumer<Object, Throwable> {
        private final Watch watch;
        private boolean asksAgain;

        Untold(Watch watch) {
            this.watch = watch;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // of a listener that only tells
        public void accept(Object value, Throwable failure) {
            if (asksAgain) {
                watch.attempt.endsCall(value, failure);
            } else if (!watch.hasTold) {
                asksAgain = true;
                watch.stage.whenComplete(this);
            }
        }
    }
}
