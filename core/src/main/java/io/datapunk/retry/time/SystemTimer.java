package io.datapunk.retry.time;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
}
