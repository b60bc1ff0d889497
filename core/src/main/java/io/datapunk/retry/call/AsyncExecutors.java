package io.datapunk.retry.call;

import io.datapunk.retry.time.Timer;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/** Where asynchronous calls make their later attempts. Stateless; the executors are thread-safe and keep no JVM alive. */
public final class AsyncExecutors {

    /** What {@link CompletableFuture} itself uses where nothing is said: the JVM's common pool, unless that is too small. */
    public static final Executor COMMON = new Executor() {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // tasks of the engine catch what they throw
        public void execute(Runnable task) {
            CompletableFuture.runAsync(task);
        }
    };

    private AsyncExecutors() {}

    /** The one thread of a timer, for methods that do not block. */
    public static Executor threadOf(final Timer timer) {
        return new Executor() {
            @Override
            public void execute(Runnable task) {
                timer.schedule(task, 0);
            }
        };
    }

    /** A virtual thread for each task; {@code null} on a JVM without them. */
    public static Executor virtual() {
        try {
            Method ofVirtual = Thread.class.getMethod("ofVirtual");
            Class<?> builderType = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Object builder = ofVirtual.invoke(null);
            builderType.getMethod("name", String.class, long.class).invoke(builder, "datapunk-retry-", 1L);
            // What the thread that happens to be the first was given is nobody else's business.
            builderType
                    .getMethod("inheritInheritableThreadLocals", boolean.class)
                    .invoke(builder, false);
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
