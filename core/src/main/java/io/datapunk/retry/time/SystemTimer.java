package io.datapunk.retry.time;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The JVM's own timer: one daemon thread for all tasks, which starts with the first and keeps no JVM alive. Tasks that
 * are due at the same time run in the order in which they were scheduled. A task that is cancelled lets go at once of
 * what it would run.
 *
 * <p>Who schedules a task shares no lock with the timer's thread: the task goes on top of a list by one
 * compare-and-set, and the thread takes the whole list (a Treiber stack that is emptied at once) and keeps what it has
 * in a heap of its own. A StackOverflowError or any other failure in the midst of it leaves the task scheduled or not,
 * and nothing held. The thread goes on after whatever a task throws.
 */
public final class SystemTimer implements Timer {

    /** How long a thread stays that has nothing to do, unless it was {@linkplain #start() started} for good. */
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Half of what a long can hold: differences of such times do not overflow. */
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

    /**
     * The thread takes what has arrived at least once in so many, however late they are due: most are cancelled by
     * then.
     */
    private static final int TAKEN_AT_LATEST = 1024;

    private final String threadName;

    /** The newest of the tasks that the thread has not taken yet. */
    private final AtomicReference<ScheduledTask> arrived = new AtomicReference<>();

    /** The thread, from its first instruction to its last. */
    private final AtomicReference<Thread> running = new AtomicReference<>();

    /** When the thread looks again, if nobody wakes it. */
    private volatile long wakesAtNanos;

    private volatile boolean stays;
    private Thread lastStarted;

    // Of the running thread alone; what one has left the next one takes over.
    private final TaskHeap tasks = new TaskHeap();
    private ScheduledTask newest;
    private ScheduledTask taken;
    private long takenBefore;

    /** A timer whose thread, once it runs, has this name. */
    public SystemTimer(String threadName) {
        this.threadName = threadName;
    }

    /**
     * Starts the thread now, for good; else it starts with a task, and ends when it has had nothing to do for a minute.
     */
    public void start() {
        stays = true;
        if (running.get() == null) {
            startThread();
        }
    }

    @Override
    public Handle schedule(Runnable task, long nanos) {
        long dueNanos = System.nanoTime() + Math.max(0, Math.min(nanos, LONGEST_NANOS));
        ScheduledTask scheduled = new ScheduledTask(task, dueNanos);
        arrives(scheduled);
        try {
            wakeFor(scheduled);
        } catch (RuntimeException | Error e) { // no thread can be had
            scheduled.cancel();
            throw e;
        }
        return scheduled;
    }

    private void arrives(ScheduledTask task) {
        ScheduledTask newest;
        do {
            newest = arrived.get();
            task.before = newest;
            task.arrivals = newest == null ? 1 : newest.arrivals + 1;
        } while (!arrived.compareAndSet(newest, task));
    }

    private void wakeFor(ScheduledTask task) {
        Thread thread = running.get();
        if (thread == null) {
            startThread();
        } else if (task.dueNanos - wakesAtNanos < 0 || task.arrivals % TAKEN_AT_LATEST == 0) {
            LockSupport.unpark(thread);
        }
    }

    /** One that is started needlessly, because another has yet to reach its first instruction, ends there. */
    private synchronized void startThread() {
        if (running.get() == null && (lastStarted == null || !lastStarted.isAlive())) {
            Thread thread = new DaemonThreads(threadName).newThread(new Runnable() {
                @Override
                public void run() {
                    runTasks();
                }
            });
            thread.start();
            lastStarted = thread;
        }
    }

    /** What a task throws concerns that task alone: if this thread stopped, all tasks would. */
    private void runTasks() {
        boolean isMine = running.compareAndSet(null, Thread.currentThread());
        while (isMine) {
            try {
                isMine = turn();
            } catch (Throwable t) {
                // Each step leaves every task in one of the lists, so the next turn takes up where this one broke off.
            }
        }
    }

    /** Does what there is to do, and waits; {@code false}: this thread is not needed any more. */
    private boolean turn() {
        take();
        ScheduledTask first = runDue();
        long now = System.nanoTime();
        long waits = first != null ? first.dueNanos - now : stays ? LONGEST_NANOS : IDLE_NANOS;
        wakesAtNanos = now + waits;
        if (arrived.get() != null) { // a thread that saw the time before has not woken this one
            return true;
        }
        if (waits > 0) {
            Parking.parkNanos(this, waits);
        }
        return first != null || stays || System.nanoTime() - wakesAtNanos < 0 || !ends();
    }

    /**
     * Takes what has arrived into the heap, oldest first. What is thrown on the way leaves each task in one of the
     * lists.
     */
    private void take() {
        while (true) {
            while (taken != null) {
                ScheduledTask task = taken;
                task.number = takenBefore;
                if (task.get() != null) {
                    tasks.add(task);
                }
                takenBefore++;
                taken = task.before;
                task.before = null;
            }
            if (newest == null) {
                newest = arrived.getAndSet(null);
            }
            if (newest == null) {
                return;
            }
            while (newest != null) {
                ScheduledTask task = newest;
                newest = task.before;
                task.before = taken;
                taken = task;
            }
        }
    }

    /** Runs what is due; gives the first that is not. */
    private ScheduledTask runDue() {
        while (true) {
            ScheduledTask first = tasks.first();
            if (first == null) {
                return null;
            }
            if (first.dueNanos - System.nanoTime() > 0 && first.get() != null) {
                return first;
            }
            tasks.removeFirst();
            Runnable task = first.getAndSet(null);
            if (task != null) {
                try {
                    task.run();
                } catch (Throwable t) {
                    if (task instanceof Task) {
                        ((Task) task).brokeOff(t);
                    }
                }
            }
        }
    }

    /** Whether this thread has given way: nothing has arrived meanwhile, or another one takes it. */
    private synchronized boolean ends() {
        running.set(null);
        lastStarted = null; // it may be alive for a while: a thread that schedules a task now must not rely on it
        return arrived.get() == null || !running.compareAndSet(null, Thread.currentThread());
    }
}
