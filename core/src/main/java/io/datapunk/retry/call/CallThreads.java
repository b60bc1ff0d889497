package io.datapunk.retry.call;

import io.datapunk.retry.time.Task;
import java.util.concurrent.Executor;

/** Where the later parts of one call run, with the context class loader of the thread that began it. Immutable. */
final class CallThreads {

    private final Executor executor;
    private final EngineThreads engine;
    private final ClassLoader contextLoader = contextLoader(Thread.currentThread());

    /** Attempts are made by the executor. */
    CallThreads(Executor executor, EngineThreads engine) {
        this.executor = executor;
        this.engine = engine;
    }

    /** Whether the executor is the application's: to hand it an attempt may block, or run the attempt. */
    boolean isForeign() {
        return !AsyncExecutors.isOwn(executor);
    }

    /** Hands over what hands an attempt to the application's executor. */
    void handOver(Task task) {
        engine.handOver().execute(task);
    }

    /**
     * Hands an attempt to the executor.
     *
     * @throws RuntimeException as an {@link Error}, where the executor does not take it
     */
    void attempt(Task task) {
        if (isForeign()) {
            AsyncExecutors.execute(task, executor);
        } else {
            executor.execute(task);
        }
    }

    /** A wait has begun that the timer may forget. */
    void waitBegins() {
        engine.lateEnds().waitBegins();
    }

    /** Hands over what ends something, and may run code of the application. */
    void end(Task task) {
        engine.ends().execute(task);
    }

    /** The call's context class loader becomes the thread's; gives what {@link #exit} takes back. */
    ClassLoader enter() {
        Thread thread = Thread.currentThread();
        ClassLoader before = contextLoader(thread);
        if (before != contextLoader) {
            set(thread, contextLoader);
        }
        return before;
    }

    void exit(ClassLoader before) {
        if (before != contextLoader) {
            set(Thread.currentThread(), before);
        }
    }

    /** {@code null} also where a security manager does not let it be seen. */
    private static ClassLoader contextLoader(Thread thread) {
        try {
            return thread.getContextClassLoader();
        } catch (SecurityException e) {
            return null;
        }
    }

    /** Workers of a pool under a security manager may refuse; they then run without. */
    private static void set(Thread thread, ClassLoader loader) {
        try {
            thread.setContextClassLoader(loader);
        } catch (SecurityException e) {
            // as it is
        }
    }
}
