package io.datapunk.retry.call;

import io.datapunk.retry.outcome.Problems;
import java.util.concurrent.Executor;

/** Runs the later parts of one call, with the context class loader of the thread that began it. Immutable. */
final class CallThreads {

    private final Executor executor;
    private final Problems problems;
    private final ClassLoader contextLoader = contextLoader(Thread.currentThread());

    CallThreads(Executor executor, Problems problems) {
        this.executor = executor;
        this.problems = problems;
    }

    /** Where the executor takes nothing more, the calling thread does it: somebody waits for the call's end. */
    void execute(final Runnable task) {
        Runnable inContext = new Runnable() {
            @Override
            public void run() {
                inContext(task);
            }
        };
        try {
            executor.execute(inContext);
        } catch (RuntimeException | Error e) {
            problems.report(
                    "the executor took no retry, it is made on "
                            + Thread.currentThread().getName(),
                    e);
            inContext.run();
        }
    }

    private void inContext(Runnable task) {
        Thread thread = Thread.currentThread();
        ClassLoader before = contextLoader(thread);
        boolean isSet = before != contextLoader && set(thread, contextLoader);
        try {
            task.run();
        } catch (Throwable t) {
            problems.report("a retry broke off", t);
        } finally {
            if (isSet) {
                set(thread, before);
            }
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
    private static boolean set(Thread thread, ClassLoader loader) {
        try {
            thread.setContextClassLoader(loader);
            return true;
        } catch (SecurityException e) {
            return false;
        }
    }
}
