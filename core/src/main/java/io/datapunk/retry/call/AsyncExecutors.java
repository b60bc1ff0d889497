package io.datapunk.retry.call;

import io.datapunk.retry.policy.AsyncExecution;
import io.datapunk.retry.time.SystemTimer;
import io.datapunk.retry.time.Task;
import io.datapunk.retry.time.Timer;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;

/**
 * Where asynchronous calls make their later attempts. Each is made when it is first asked for. Thread-safe; none
 * keeps a JVM alive.
 */
final class AsyncExecutors {

    private AsyncExecutors() {}

    static Executor of(AsyncExecution execution) {
        switch (execution) {
            case CALLER_RUNS:
                return CallerRuns.EXECUTOR;
            case VIRTUAL:
                return Virtual.EXECUTOR == null ? EngineThreads.COMMON : Virtual.EXECUTOR;
            default:
                return EngineThreads.COMMON;
        }
    }

    /** Whether it is one of these: it neither blocks who hands it a task, nor makes the attempt there. */
    static boolean isOwn(Executor executor) {
        return executor == EngineThreads.COMMON || executor instanceof Own;
    }

    /**
     * Hands a task to an executor that is not the engine's. The JDK's task around it tells where the engine's has
     * thrown at its very beginning.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // of a listener that only tells
    static void execute(final Task task, Executor executor) {
        CompletableFuture.runAsync(task, executor).whenComplete(new BiConsumer<Void, Throwable>() {
            @Override
            public void accept(Void nothing, Throwable thrown) {
                if (thrown != null) {
                    task.brokeOff(thrown);
                }
            }
        });
    }

    /** One of the engine's. */
    private abstract static class Own implements Executor {}

    /** A thread of its own: a method that blocks after all delays its like, but no time limit of others. */
    private static final class CallerRuns {
        static final Executor EXECUTOR = new Own() {
            private final Timer thread = new SystemTimer("datapunk-retry-caller");

            @Override
            public void execute(Runnable task) {
                thread.schedule(task, 0);
            }
        };
    }

    /** {@code null} on a JVM without virtual threads. */
    private static final class Virtual {
        static final Executor EXECUTOR = make();

        private static Executor make() {
            try {
                Class<?> builderType = Class.forName("java.lang.Thread$Builder$OfVirtual");
                Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
                builderType.getMethod("name", String.class, long.class).invoke(builder, "datapunk-retry-", 1L);
                // What the thread that happens to be the first was given is nobody else's business.
                Method inherit = builderType.getMethod("inheritInheritableThreadLocals", boolean.class);
                inherit.invoke(builder, false);
                return new OfVirtual(
                        (ThreadFactory) builderType.getMethod("factory").invoke(builder));
            } catch (ReflectiveOperationException | UnsupportedOperationException e) {
                return null; // before Java 21, or a preview that is not enabled
            }
        }
    }

    /** A virtual thread for each task. */
    private static final class OfVirtual extends Own {
        private final Executor starts;

        OfVirtual(final ThreadFactory threads) {
            this.starts = new Executor() {
                @Override
                public void execute(Runnable task) {
                    threads.newThread(task).start();
                }
            };
        }

        @Override
        public void execute(Runnable task) {
            AsyncExecutors.execute((Task) task, starts);
        }
    }
}
