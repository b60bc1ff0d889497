package io.datapunk.retry.agent.startup;

import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.time.DaemonThreads;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Something that is done once, before the first class is woven, on a thread of the agent's own: what an application's
 * thread would do for the first time, where its stack or its memory may end, is done before. The asking thread waits
 * for it, ten seconds at most, and one second at most while it is blocked: the asking thread may hold locks, and what
 * is done may need one of them. Classes that are left alone for that are transformed again once it is done.
 *
 * <p>It takes none of the application's locks, but the JVM's own may be held by the asking thread. Where it fails it is
 * tried again when the next class asks, {@value #MOST_TRIES} times in all. Thread-safe.
 */
final class WarmUp {

    private static final long WAITS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** While it runs and is not blocked, it is only slow: on a busy machine, or where the JVM compiles all code first. */
    private static final long WAITS_WHILE_IT_RUNS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MOST_TRIES = 3;
    private static final int MOST_LEFT_ALONE = 1_000;
    private static final String THREAD = "datapunk-retry-warm-up";

    /** What is to be done. */
    interface Work {
        /** Does it. */
        void run() throws Exception;
    }

    private final Work work;
    private final Instrumentation instrumentation;
    private final ErrorReporter problems;
    private final Set<String> leftAlone = new HashSet<>();
    private volatile boolean isDone;
    private Try current;
    private int tries;

    WarmUp(Work work, Instrumentation instrumentation, ErrorReporter problems) {
        this.work = work;
        this.instrumentation = instrumentation;
        this.problems = problems;
    }

    /** Begins it, unless it is done or under way, and does not wait. */
    void begin() {
        if (!isDone) {
            currentTry();
        }
    }

    /**
     * Whether it is done.
     *
     * @param className of the class that asks, which is transformed again later where it is not
     */
    boolean isDoneFor(String className) {
        if (isDone) {
            return true;
        }
        Try awaited = currentTry();
        if (awaited != null && awaited.thread != Thread.currentThread()) {
            awaited.await();
        }
        return isDone || isDoneOrLeavesAlone(className);
    }

    /** The one that goes on; else a new one, and {@code null} where there were enough. */
    private synchronized Try currentTry() {
        if (current != null && current.thread.isAlive()) {
            return current;
        }
        if (isDone || tries == MOST_TRIES) {
            return null;
        }
        Try next = new Try();
        next.thread.start();
        current = next;
        tries++;
        return next;
    }

    private synchronized boolean isDoneOrLeavesAlone(String className) {
        if (!isDone && leftAlone.size() < MOST_LEFT_ALONE) {
            leftAlone.add(className);
        }
        return isDone;
    }

    private synchronized Set<String> done() {
        isDone = true;
        return leftAlone;
    }

    private final class Try implements Runnable {
        private final Thread thread = new DaemonThreads(THREAD).newThread(this);
        private final CountDownLatch ends = new CountDownLatch(1);

        @Override
        public void run() {
            try {
                work.run();
                Set<String> names = done();
                ends.countDown();
                transformAgain(names);
            } catch (Throwable t) {
                problems.report("what retries need could not be made ready, classes are left alone", t);
            } finally {
                ends.countDown();
            }
        }

        /** An interrupt is meant for the application: it stays. */
        void await() {
            boolean wasInterrupted = Thread.interrupted();
            long start = System.nanoTime();
            long blockedNanos = 0;
            try {
                boolean ended = false;
                while (!ended && blockedNanos < WAITS_NANOS && System.nanoTime() - start < WAITS_WHILE_IT_RUNS_NANOS) {
                    try {
                        ended = ends.await(LOOKS_NANOS, TimeUnit.NANOSECONDS);
                    } catch (InterruptedException e) {
                        wasInterrupted = true;
                    }
                    if (thread.getState() != Thread.State.RUNNABLE) {
                        blockedNanos += LOOKS_NANOS;
                    }
                }
            } finally {
                if (wasInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void transformAgain(Set<String> names) throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        if (!names.isEmpty()) {
            for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
                if (names.contains(loaded.getName()) && instrumentation.isModifiableClass(loaded)) {
                    classes.add(loaded);
                }
            }
        }
        for (Class<?> each : classes) {
            instrumentation.retransformClasses(each);
        }
    }
}
