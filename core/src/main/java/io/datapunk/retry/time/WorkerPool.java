package io.datapunk.retry.time;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Daemon threads of the engine's own, made when a task finds none that is idle, up to a number. They have nothing of
 * the code that makes them ({@link DaemonThreads}). A thread ends after 30 s without a task, and gives way to a new one
 * after a minute in any case: what tasks of an application have left in its thread-locals is then collected.
 *
 * <p>Thread-safe. There is no lock: a task goes to the end of a queue, and an idle thread is taken from a list and
 * unparked. A thread survives whatever a task throws; a {@link Task} then does what it can by {@link Task#brokeOff}.
 */
public final class WorkerPool implements Executor {

    /** The bound of a queue that has none. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long OLD_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_FAILURES = 100;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String name;
    private final int mostQueued;
    private final DaemonThreads factory;
    private final Runnable started;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** How many tasks there are that no thread has taken yet. */
    private final AtomicInteger queued = new AtomicInteger();

    /** Those that wait for a task; the one that came last is taken first, so that the others become idle for good. */
    private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();

    /** The threads; a place is free where there is none, or one that has ended. */
    private final AtomicReferenceArray<Thread> threads;

    /**
     * A pool without threads as yet.
     *
     * @param name of each thread
     * @param mostThreads at any time
     * @param mostQueued tasks that may wait for a thread
     * @param started called after each start of a thread; quick, and does not throw
     */
    public WorkerPool(String name, int mostThreads, int mostQueued, Runnable started) {
        this.started = started;
        this.name = name;
        this.mostQueued = mostQueued;
        this.factory = new DaemonThreads(name);
        this.threads = new AtomicReferenceArray<>(mostThreads);
    }

    /**
     * Hands a task to a thread of the pool.
     *
     * @throws RejectedExecutionException where the queue is full, or there is no thread and none can be made; the
     *     message says which
     */
    @Override
    public void execute(Runnable task) {
        if (queued.incrementAndGet() > mostQueued) {
            queued.decrementAndGet();
            throw new RejectedExecutionException(
                    "all " + threads.length() + " threads are busy and " + mostQueued + " tasks wait");
        }
        tasks.add(task);
        if (!wakeOne()) {
            startFor(task);
        }
    }

    private boolean wakeOne() {
        for (Worker parked = idle.pollFirst(); parked != null; parked = idle.pollFirst()) {
            if (parked.thread.isAlive()) {
                LockSupport.unpark(parked.thread);
                return true;
            }
        }
        return false;
    }

    private void startFor(Runnable task) {
        try {
            start();
        } catch (RuntimeException | Error e) {
            if (!hasThread() && tasks.remove(task)) { // else one of the others takes it
                queued.decrementAndGet();
                throw new RejectedExecutionException("no thread can be made: " + e, e);
            }
        }
    }

    /** Starts a thread, unless there are as many as may be. */
    public void start() {
        for (int i = 0; i < threads.length(); i++) {
            Thread there = threads.get(i);
            if (there != null && there.getState() != Thread.State.TERMINATED) {
                continue;
            }
            Worker worker = new Worker(i);
            Thread thread = factory.newThread(worker);
            worker.thread = thread;
            if (threads.compareAndSet(i, there, thread)) {
                start(i, thread);
                return;
            }
        }
    }

    private void start(int place, Thread thread) {
        boolean hasStarted = false;
        try {
            thread.start();
            hasStarted = true;
        } finally {
            if (!hasStarted) {
                threads.set(place, null);
            }
        }
        started.run();
    }

    /** Whether there is a thread. */
    public boolean hasThread() {
        for (int i = 0; i < threads.length(); i++) {
            Thread thread = threads.get(i);
            if (thread != null && thread.isAlive()) {
                return true;
            }
        }
        return false;
    }

    /** Whether tasks wait although there is no thread: it has died of something that no program can catch. */
    public boolean isStuck() {
        return hasQueued() && !hasThread();
    }

    /** Whether tasks wait for a thread. */
    public boolean hasQueued() {
        return queued.get() > 0;
    }

    /** Gives up the tasks that wait: they are told that they broke off. */
    public void giveUpQueued() {
        Throwable why = new RejectedExecutionException("the threads of " + name + " have died");
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            queued.decrementAndGet();
            brokeOff(task, why);
        }
    }

    /** Not private, nor are others that its threads call: these need no further methods of the compiler's then. */
    Runnable poll() {
        Runnable task = tasks.poll();
        if (task != null) {
            queued.decrementAndGet();
        }
        return task;
    }

    static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            brokeOff(task, t);
        } finally {
            Thread.interrupted(); // meant for the task that is over
        }
    }

    static void brokeOff(Runnable task, Throwable thrown) {
        if (task instanceof Task) {
            try {
                ((Task) task).brokeOff(thrown);
            } catch (Throwable t) {
                // there is no other way left; the thread goes on for the other tasks
            }
        }
    }

    /** Takes task after task. */
    private final class Worker implements Runnable {
        private final int place;
        private Thread thread;

        /** Whether it may be among the {@link #idle}. Of its own thread alone. */
        private boolean isListed;

        Worker(int place) {
            this.place = place;
        }

        @Override
        public void run() {
            long born = System.nanoTime();
            boolean goesOn = true;
            int failures = 0;
            while (goesOn && failures < MOST_FAILURES) {
                Runnable task = null;
                try {
                    while (isListed) { // an await has broken off: a thread with a task must not be taken for idle
                        isListed = idle.remove(this);
                    }
                    task = poll();
                    if (task != null) {
                        WorkerPool.run(task); // catches what the task throws
                        task = null;
                        goesOn = System.nanoTime() - born < OLD_NANOS || !givesWay();
                    } else {
                        goesOn = awaitTask();
                    }
                    failures = 0;
                } catch (Throwable t) { // of the pool's own, for want of memory: there may be some in a moment
                    failures++;
                    if (task != null) {
                        brokeOff(task, t);
                    }
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
            while (isListed) {
                isListed = idle.remove(this);
            }
        }

        /** Frees its place, and fills it anew where there is something to do. */
        private boolean givesWay() {
            threads.set(place, null);
            try {
                if (!tasks.isEmpty()) {
                    start();
                }
                return true;
            } catch (RuntimeException | Error e) {
                return !threads.compareAndSet(place, null, thread);
            }
        }

        /** Waits; {@code false}: it was idle for so long that it is to end. */
        private boolean awaitTask() {
            long until = System.nanoTime() + IDLE_NANOS;
            isListed = true;
            idle.addFirst(this);
            while (tasks.isEmpty()) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    boolean isUnused = idle.remove(this); // else somebody has a task for it
                    return !isUnused || !tasks.isEmpty();
                }
                Parking.parkNanos(this, left);
                if (!idle.contains(this)) {
                    return true;
                }
            }
            idle.remove(this);
            return true;
        }
    }
}
