package io.datapunk.retry.agent.async.guava;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import io.datapunk.retry.agent.async.AdapterLibrary;
import io.datapunk.retry.agent.async.AsyncAdapter;
import io.datapunk.retry.agent.async.FollowedCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** {@code ListenableFuture}, by what Guava has had since its beginnings. Stateless. */
public final class GuavaAdapters implements AdapterLibrary, AsyncAdapter, FollowedCall.ToStage {

    private static final Executor DIRECT = new Executor() {
        @Override
        public void execute(Runnable task) {
            task.run();
        }
    };

    /** Called by reflection. */
    public GuavaAdapters() {}

    @Override
    public AsyncAdapter adapterOf(String type) {
        return this;
    }

    @Override
    public Object follow(Object returned, FollowedCall call) {
        ListenableFuture<?> first = (ListenableFuture<?>) returned;
        CompletionStage<?> followed = call.follow(first, this);
        Stage same = followed instanceof Stage ? (Stage) followed : null;
        return same != null ? same.future : listenable(followed.toCompletableFuture());
    }

    @Override
    public CompletionStage<?> of(Object returned) {
        if (returned == null) {
            return null;
        }
        Stage stage = new Stage((ListenableFuture<?>) returned);
        stage.future.addListener(stage, DIRECT);
        return stage;
    }

    /** The caller's future: cancelled, it cancels the call. */
    @SuppressWarnings("FutureReturnValueIgnored") // of a listener that only tells
    private static ListenableFuture<Object> listenable(final CompletableFuture<?> followed) {
        final SettableFuture<Object> caller = SettableFuture.create();
        followed.whenComplete(new BiConsumer<Object, Throwable>() {
            @Override
            public void accept(Object value, Throwable failure) {
                if (failure == null) {
                    caller.set(value);
                } else if (followed.isCancelled()) {
                    caller.cancel(false);
                } else {
                    caller.setException(failure);
                }
            }
        });
        caller.addListener(
                new Runnable() {
                    @Override
                    public void run() {
                        if (caller.isCancelled()) {
                            followed.cancel(true);
                        }
                    }
                },
                DIRECT);
        return caller;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is returned
    public Object failed(Throwable failure) {
        SettableFuture<Object> failed = SettableFuture.create();
        failed.setException(failure);
        return failed;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is returned
    public Object completed(Object value) {
        SettableFuture<Object> completed = SettableFuture.create();
        completed.set(value);
        return completed;
    }

    /** A Guava future as a stage. */
    private static final class Stage extends CompletableFuture<Object> implements Runnable {
        private final ListenableFuture<?> future;

        Stage(ListenableFuture<?> future) {
            this.future = future;
        }

        /** It is done. */
        @Override
        public void run() {
            if (future.isCancelled()) {
                super.cancel(false);
                return;
            }
            try {
                complete(getUninterruptibly());
            } catch (ExecutionException e) {
                completeExceptionally(e.getCause() == null ? e : e.getCause());
            } catch (RuntimeException | Error e) {
                completeExceptionally(e);
            }
        }

        /** It is done already; but a thread that is interrupted may not ask without losing the flag. */
        private Object getUninterruptibly() throws ExecutionException {
            boolean wasInterrupted = Thread.interrupted();
            try {
                return future.get();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                if (wasInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            return future.cancel(mayInterrupt);
        }
    }
}
