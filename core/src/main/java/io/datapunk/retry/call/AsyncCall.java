package io.datapunk.retry.call;

import io.datapunk.retry.outcome.Attempt;
import io.datapunk.retry.outcome.Verdict;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One call whose attempts end later, on whatever threads: waits without a thread, and makes attempts on an executor.
 *
 * <p>A call is a row of {@linkplain Step steps}, an attempt or a wait each. Whoever claims a step, its own end, a time limit or
 * the caller who cancels, takes the call on from there, alone. The timer's thread runs none of the application's code: what it
 * finds due goes to the executor, with the context class loader of the thread that began the call.
 *
 * <p>Thread-safe. The driver is told once how the call ended, unless it was {@linkplain #cancel cancelled}.
 */
public final class AsyncCall {

    /** Makes the attempts and hears of the end; implemented by those who know what futures and streams are. */
    public interface Driver {

        /**
         * Makes another attempt, not the first.
         *
         * @param attempt to be told when it has ended
         * @throws Throwable what the attempt has failed with
         */
        void begin(AsyncAttempt attempt) throws Throwable;

        /**
         * The call has ended. Must not throw.
         *
         * @param ended its {@link RetryCall#outcome()} is set
         * @param failure {@code ended.lastAttempt().failure()} in the wrapping that it came in; {@code null} where it has none
         */
        void ended(RetryCall ended, Throwable failure);
    }

    private final RetryCall call;
    private final RetrySetup.Engine engine;
    private final Driver driver;
    private final CallThreads threads;
    private final Object self;
    private final Object[] arguments;

    /** Why the call is to end before its step does; the first reason counts. */
    private final AtomicReference<Wish> wish = new AtomicReference<>();

    private final DueTask deadline;
    private volatile Step current;
    private Throwable lastFailure;

    private enum Wish {
        TIME_IS_OVER,
        CANCELLED
    }

    /**
     * A call whose first attempt has begun on the calling thread; the others are made where the policy says.
     *
     * @param call from {@link RetryCall#beginAsync}; goes on
     * @param self what the method was called on; may be {@code null}, as may the arguments
     */
    public AsyncCall(RetryCall call, Driver driver, Object self, Object[] arguments) {
        this(call, driver, AsyncExecutors.of(call.setup().policy().asyncExecution()), self, arguments);
    }

    /** As the other, with an executor that makes the other attempts, and takes the call on where a time is over. */
    public AsyncCall(RetryCall call, Driver driver, Executor executor, Object self, Object[] arguments) {
        this.call = call;
        this.engine = call.setup().engine();
        this.driver = driver;
        this.threads = new CallThreads(executor, engine.problems());
        this.self = self;
        this.arguments = arguments;
        this.deadline = call.setup().limitsTime() ? new Deadline() : null;
    }

    /** The calling thread leaves the call; gives what is to be told when the first attempt has ended. */
    public AsyncAttempt start() {
        call.leavesThread();
        if (deadline != null) {
            deadline.schedule(engine.timer(), call.timeLeftNanos());
        }
        return beginAttempt();
    }

    /** The first attempt has thrown on the calling thread, instead of beginning something. */
    public void startFailed(Throwable failure) {
        if (deadline != null) {
            deadline.schedule(engine.timer(), call.timeLeftNanos());
        }
        attemptFailed(failure, null);
    }

    /** Nobody wants the call's result any more: gives up the attempt under way, or the wait. */
    public void cancel() {
        end(Wish.CANCELLED);
    }

    /** Ends the call; where its step is being ended just now, whoever does that sees the wish before the next begins. */
    private void end(Wish how) {
        wish.compareAndSet(null, how);
        Step step = current;
        if (step != null && step.claim()) {
            endAsWished(step);
        }
    }

    private void endAsWished(Step step) {
        boolean isCancelled = wish.get() == Wish.CANCELLED;
        step.ends();
        if (isCancelled) {
            call.stopped("it was cancelled");
        } else {
            call.timeIsOver();
        }
        step.giveUp();
        finish(!isCancelled);
    }

    /** Makes a step the current one; {@code false}: the call has ended, as was wished before. */
    private boolean enter(Step step) {
        current = step;
        if (wish.get() == null) {
            return true;
        }
        if (step.claim()) {
            endAsWished(step);
        }
        return false;
    }

    private AsyncAttempt beginAttempt() {
        AsyncAttempt attempt = new AsyncAttempt(this);
        if (enter(attempt) && call.setup().watchesAttempts()) {
            try {
                attempt.endsAfter(new CutShort(attempt), engine.timer(), call.attemptTimeLeftNanos());
            } catch (RuntimeException | Error e) {
                engine.problems().report("an attempt is made without its time limit", e);
            }
        }
        return attempt;
    }

    /** A claimed attempt has returned. */
    void attemptReturned(Object result) {
        lastFailure = null;
        goOn(Attempt.returned(result, self, arguments), false, null);
    }

    /** A claimed attempt has ended well. */
    void attemptCompleted() {
        lastFailure = null;
        call.attemptEnded(Attempt.returned(null, self, arguments), Verdict.SUCCESS);
        finish(true);
    }

    /**
     * A claimed attempt has failed.
     *
     * @param notAgain why it can not be made again; {@code null} where it can
     */
    void attemptFailed(Throwable failure, String notAgain) {
        lastFailure = failure;
        goOn(Attempt.threw(unwrap(failure), self, arguments), false, notAgain);
    }

    /** A claimed attempt has taken too long. */
    private void attemptTimedOut(Throwable cause, String notAgain) {
        Attempt cutShort = call.timedOut(Attempt.returned(null, self, arguments), cause);
        lastFailure = cutShort.failure();
        goOn(cutShort, true, notAgain);
    }

    void problem(String what, Throwable failure) {
        engine.problems().report(what, failure);
    }

    /** What rules are held against: the failure within the wrappings of futures. */
    private static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private void goOn(Attempt attempt, boolean wasCutShort, String notAgain) {
        boolean again = false;
        try {
            again = call.attemptEnded(attempt, wasCutShort, notAgain);
        } catch (Throwable t) {
            call.abandon(attempt);
            engine.problems().report("a retry was not decided, the method's own outcome stands", t);
        }
        if (again) {
            beginWait();
        } else {
            finish(true);
        }
    }

    private void beginWait() {
        Wait wait = new Wait();
        call.waitBegins();
        if (!enter(wait)) {
            return;
        }
        try {
            wait.begins();
        } catch (RuntimeException | Error e) { // no thread can be had: nobody would end the wait
            engine.problems().report("a wait was not begun, the last outcome stands", e);
            if (wait.claim()) {
                wait.ends();
                call.abandon();
                finish(true);
            }
        }
    }

    private void waitIsOver() {
        boolean begins = false;
        try {
            begins = call.beginNextAsync();
        } catch (Throwable t) {
            call.abandon();
            engine.problems().report("another attempt was not begun, the last outcome stands", t);
        }
        if (begins) {
            makeAttempt();
        } else {
            finish(true);
        }
    }

    /** The part of an attempt that runs on this thread can hang just as well as the rest: it is interrupted in time. */
    private void makeAttempt() {
        AsyncAttempt attempt = beginAttempt();
        if (attempt.isClaimed()) {
            return;
        }
        AttemptWatch watch = call.setup().watchesAttempts() ? new AttemptWatch(engine.timer()) : null;
        Throwable thrown = null;
        try {
            if (watch != null) {
                watch.start(call.setup().policy().attemptTimeoutNanos());
            }
            driver.begin(attempt);
        } catch (Throwable t) {
            thrown = t;
        }
        boolean wasInterrupted = watch != null && watch.endAndTakeBack(thrown);
        if (thrown == null) {
            return;
        }
        if (!wasInterrupted || thrown instanceof Error) {
            attempt.failed(thrown);
        } else if (attempt.claim()) {
            attempt.ends();
            attemptTimedOut(thrown, null);
        }
    }

    private void finish(boolean isToBeTold) {
        if (deadline != null) {
            deadline.cancel();
        }
        if (isToBeTold) {
            Attempt last = call.lastAttempt();
            boolean isLast = last != null && last.failed() && last.failure() == unwrap(lastFailure);
            driver.ended(call, isLast ? lastFailure : null);
        }
    }

    /** The time for the whole call is over. */
    private final class Deadline extends DueTask {
        Deadline() {
            super(threads);
        }

        @Override
        void isDue() {
            end(Wish.TIME_IS_OVER);
        }
    }

    /** The time for an attempt is over. */
    private final class CutShort extends DueTask {
        private final AsyncAttempt attempt;

        CutShort(AsyncAttempt attempt) {
            super(threads);
            this.attempt = attempt;
        }

        @Override
        void isDue() {
            if (attempt.claim()) {
                attempt.giveUp();
                attemptTimedOut(null, attempt.notAgain());
            }
        }
    }

    /** The time until the next attempt. */
    private final class Wait extends Step implements Runnable {
        private final DueTask end = new DueTask(threads) {
            @Override
            void isDue() {
                if (claim()) {
                    ends();
                    waitIsOver();
                }
            }
        };

        void begins() {
            engine.waiters().enter(this);
            end.schedule(engine.timer(), call.nextWaitNanos());
            if (isClaimed()) { // meanwhile, and what was claimed first may not have been there yet
                engine.waiters().leave(this);
                end.cancel();
            }
        }

        /** Retries are stopped. */
        @Override
        public void run() {
            threads.execute(new Runnable() {
                @Override
                public void run() {
                    if (claim()) {
                        ends();
                        call.stopped("retries were stopped while it waited");
                        finish(true);
                    }
                }
            });
        }

        @Override
        void ends() {
            end.cancel();
            engine.waiters().leave(this);
            call.waitEnds();
        }
    }
}
