package io.datapunk.retry.call;

import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.time.Clock;
import io.datapunk.retry.time.SystemClock;
import io.datapunk.retry.time.Timer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** Time and chance, and what calls of different methods know of each other. Immutable; its parts are thread-safe. */
public final class RetryEngine {

    private final Clock clock;
    private final Timer timer;
    private final DoubleSupplier random;
    private final ErrorReporter problems;
    private final ExceptionFactory failures;
    private final NestedRetryGuard marks;
    private final EngineThreads threads;
    private final WaitRegistry waiters;

    /**
     * An engine of its own; for tests with a virtual clock and a seeded source. Asynchronous calls end on the thread
     * that finds them due: the timer's.
     *
     * @param clock time
     * @param timer cuts attempts short
     * @param random uniform in [0, 1), thread-safe
     * @param problems is told what could not be read or closed
     * @param failures makes the engine's own
     */
    public RetryEngine(
            Clock clock, Timer timer, DoubleSupplier random, ErrorReporter problems, ExceptionFactory failures) {
        this(clock, timer, random, problems, failures, new NestedRetryGuard(), EngineThreads.CALLING);
    }

    private RetryEngine(
            Clock clock,
            Timer timer,
            DoubleSupplier random,
            ErrorReporter problems,
            ExceptionFactory failures,
            NestedRetryGuard marks,
            EngineThreads threads) {
        this.threads = threads;
        this.clock = clock;
        this.timer = timer;
        this.failures = failures;
        this.random = random;
        this.problems = problems;
        this.marks = marks;
        this.waiters = new WaitRegistry(threads.ends(), timer);
        threads.lookAfter(waiters);
    }

    /** An engine on the JVM's clock and random source. */
    public static RetryEngine system(Timer timer, ErrorReporter problems, ExceptionFactory failures) {
        return system(timer, problems, failures, new AtomicLong());
    }

    /**
     * As {@link #system(Timer, ErrorReporter, ExceptionFactory)}, with {@link NestedRetryGuard#sequence()} where a
     * driver can read it.
     */
    public static RetryEngine system(
            Timer timer, ErrorReporter problems, ExceptionFactory failures, AtomicLong sequence) {
        return new RetryEngine(
                SystemClock.INSTANCE,
                timer,
                SystemRandom.INSTANCE,
                problems,
                failures,
                new NestedRetryGuard(sequence),
                EngineThreads.OWN);
    }

    /** Starts what asynchronous calls may need when no thread can be had any more; does nothing the second time. */
    public void prepareAsync() {
        threads.prepare(problems);
    }

    /** Time. */
    public Clock clock() {
        return clock;
    }

    Timer timer() {
        return timer;
    }

    EngineThreads threads() {
        return threads;
    }

    ExceptionFactory failures() {
        return failures;
    }

    DoubleSupplier random() {
        return random;
    }

    ErrorReporter problems() {
        return problems;
    }

    /** What calls have given up on. */
    public NestedRetryGuard marks() {
        return marks;
    }

    /** Who waits. */
    public WaitRegistry waiters() {
        return waiters;
    }
}
