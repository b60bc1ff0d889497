package io.datapunk.retry.time;

import java.lang.reflect.Field;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The JVM's own timer: one daemon thread for all tasks, which starts with the first and keeps no JVM alive. A task that is
 * cancelled is forgotten at once.
 */
public final class SystemTimer implements Timer {

    private final String threadName;
    private volatile ScheduledThreadPoolExecutor executor;

    /** A timer whose thread, once it runs, has this name. */
    public SystemTimer(String threadName) {
        this.threadName = threadName;
    }

    /**
     * Starts the thread now, for good; else it starts with a task, and ends when it has had nothing to do for a minute.
     */
    public synchronized void start() {
        ScheduledThreadPoolExecutor started = executor();
        started.allowCoreThreadTimeOut(false);
        started.prestartCoreThread();
    }

    @Override
    public Handle schedule(Runnable task, long nanos) {
        return new Scheduled(executor().schedule(task, nanos, TimeUnit.NANOSECONDS));
    }

    private ScheduledThreadPoolExecutor executor() {
        ScheduledThreadPoolExecutor made = executor;
        return made == null ? make() : made;
    }

    private synchronized ScheduledThreadPoolExecutor make() {
        if (executor == null) {
            ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, new DaemonThreads(threadName));
            made.setRemoveOnCancelPolicy(true);
            made.setKeepAliveTime(1, TimeUnit.MINUTES);
            made.allowCoreThreadTimeOut(true);
            executor = made;
        }
        return executor;
    }

    private static final class Scheduled implements Handle {
        private final Future<?> future;

        Scheduled(Future<?> future) {
            this.future = future;
        }

        @Override
        public void cancel() {
            future.cancel(false);
        }
    }

    private static final class DaemonThreads implements ThreadFactory {
        private final String name;

        DaemonThreads(String name) {
            this.name = name;
        }

        @Override
        public Thread newThread(final Runnable task) {
            // A thread inherits the access context of whoever makes it, and with it that one's class loaders.
            return AccessController.doPrivileged(new PrivilegedAction<Thread>() {
                @Override
                public Thread run() {
                    Thread thread = make(task);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(null);
                    return thread;
                }
            });
        }

        /** Without the inheritable thread-locals of whoever happens to be first. */
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

        /** Not the group of whoever happens to be first: it may be an application's, and destroyed with it. */
        private static ThreadGroup rootGroup() {
            ThreadGroup group = Thread.currentThread().getThreadGroup();
            while (group.getParent() != null) {
                group = group.getParent();
            }
            return group;
        }
    }
}
