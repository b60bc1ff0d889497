package io.datapunk.retry.time;

import java.lang.reflect.Field;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;

/**
 * Makes daemon threads of one name that have nothing of the code that makes them: no context class loader, no access
 * context, no inheritable thread-locals, no thread group. Made by an application's thread, they would hold that
 * application for good. Thread-safe.
 */
public final class DaemonThreads implements ThreadFactory {
    private final String name;

    /** Threads of this name. */
    public DaemonThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(final Runnable task) {
        // A thread inherits the access context of the thread that makes it, and with it the class loaders there.
        return AccessController.doPrivileged(new PrivilegedAction<Thread>() {
            @Override
            public Thread run() {
                Thread thread = make(task);
                thread.setDaemon(true);
                withoutInheritedPriority(thread);
                thread.setContextClassLoader(null);
                return thread;
            }
        });
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it; the maker's is not to be inherited
    private static void withoutInheritedPriority(Thread thread) {
        thread.setPriority(Thread.NORM_PRIORITY);
    }

    /** Without the inheritable thread-locals of the thread that happens to be first. */
    private Thread make(Runnable task) {
        try {
            return Thread.class
                    .getConstructor(ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class)
                    .newInstance(rootGroup(), task, name, 0L, false);
        } catch (ReflectiveOperationException e) {
            return forget(new Thread(rootGroup(), task, name));
        }
    }

    /** On Java 8 they are inherited in any case, but can be taken away. */
    private static Thread forget(Thread thread) {
        try {
            Field inherited = Thread.class.getDeclaredField("inheritableThreadLocals");
            inherited.setAccessible(true);
            inherited.set(thread, null);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return thread; // with what it has
        }
        return thread;
    }

    /** Not the group of the thread that happens to be first: it may be an application's, and destroyed with it. */
    private static ThreadGroup rootGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
