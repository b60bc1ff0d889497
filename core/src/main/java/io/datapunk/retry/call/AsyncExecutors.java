package io.datapunk.retry.call;

import io.datapunk.retry.policy.AsyncExecution;
import io.datapunk.retry.time.SystemTimer;
import io.datapunk.retry.time.Timer;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/** Where asynchronous calls make their later attempts. Each is made when it is first asked for. Thread-safe; none keeps a JVM alive. */
final class AsyncExecutors {

    private static final Executor COMMON = new Executor() {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // tasks of the engine catch what they throw
        public void execute(Runnable task) {
            CompletableFuture.runAsync(task);
        }
    };

    private AsyncExecutors() {}

    static Executor of(AsyncExecution execution) {
        switch (execution) {
            case CALLER_RUNS:
                return CallerRuns.EXECUTOR;
            case VIRTUAL:
                return Virtual.EXECUTOR == null ? COMMON : Virtual.EXECUTOR;
            default:
                return COMMON;
        }
    }

    /** A thread of its own: a method that blocks after all delays its like, but no time limit of others. */
    private static final class CallerRuns {
        static final Executor EXECUTOR = new Executor() {
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
                final ThreadFactory threads =
                        (ThreadFactory) builderType.getMethod("factory").invoke(builder);
                return new Executor() {
                    @Override
                    public void execute(Runnable task) {
                        threads.newThread(task).start();
                    }
                };
            } catch (ReflectiveOperationException | UnsupportedOperationException e) {
                return null; // before Java 21, or a preview that is not enabled
            }
        }
    }
}
