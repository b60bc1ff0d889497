package io.datapunk.retry.call;

import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.time.WorkerPool;
import java.util.concurrent.Executor;

/**
 * The threads on which the engine ends what is due, apart from those that make attempts: a time limit is kept although
 * these are busy. Immutable.
 *
 * <p>To complete the caller's future runs what the application has made to depend on it, which may block. So ends have
 * a pool that grows, and the timer has a thread that does nothing but hand over.
 */
final class EngineThreads {

    /** As many calls may have dependents that block before others are held up. */
    private static final int MOST_ENDS = 64;

    private static final int MOST_ATTEMPTS = 64;
    private static final int MOST_QUEUED_ATTEMPTS = 10_000;

    private static final Executor CALLER = new Executor() {
        @Override
        public void execute(Runnable task) {
            task.run();
        }
    };

    private static final LateEnds LATE_ENDS = new LateEnds();

    /** The pool of {@code async-executor: common}. */
    static final WorkerPool COMMON =
            new WorkerPool("datapunk-retry-common", MOST_ATTEMPTS, MOST_QUEUED_ATTEMPTS, LATE_ENDS);

    private static final WorkerPool ENDS =
            new WorkerPool("datapunk-retry-end", MOST_ENDS, WorkerPool.UNBOUNDED, LATE_ENDS);

    /** Threads of the engine's own. */
    static final EngineThreads OWN = new EngineThreads(ENDS, COMMON);

    /** The thread that has found it due: for an engine whose time is not the JVM's. */
    static final EngineThreads CALLING = new EngineThreads(CALLER, CALLER);

    static {
        LATE_ENDS.lookAfter(COMMON);
        LATE_ENDS.lookAfter(ENDS);
    }

    private final Executor ends;
    private final Executor handOver;

    private EngineThreads(Executor ends, Executor handOver) {
        this.ends = ends;
        this.handOver = handOver;
    }

    /** Starts the thread that must be there before it is needed. */
    void prepare(ErrorReporter problems) {
        try {
            LATE_ENDS.start();
        } catch (RuntimeException | Error e) {
            problems.report("no thread can be had for asynchronous calls", e);
        }
    }

    /** Ends the calls among these that the timer forgets, where its time is the JVM's. */
    void lookAfter(WaitRegistry waiters) {
        if (this == OWN) {
            LATE_ENDS.lookAfter(waiters);
        }
    }

    /** Where calls end. */
    Executor ends() {
        return ends;
    }

    /** Where attempts are handed to an executor of the application's, which may block or make them at once. */
    Executor handOver() {
        return handOver;
    }

    /** Where ends are told that could not be told. */
    LateEnds lateEnds() {
        return LATE_ENDS;
    }
}
