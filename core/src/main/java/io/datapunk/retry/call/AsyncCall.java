package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.time.Timer;
import java.util.concurrent.Executor;

/**
 * One call whose attempts end later, on whatever threads: waits without a thread, and makes attempts on an executor.
 *
 * <p>A call is a row of {@linkplain ClaimableStep steps}, an attempt or a wait each. The thread that claims a step, at
 * its own end, at a time limit or when the caller cancels, takes the call on from there, alone. The timer's thread runs
 * none of the application's code: it hands what is due to {@link EngineThreads}, and attempts to the executor, which
 * run with the context class loader of the thread that began the call.
 *
 * <p>Whatever the engine throws on the way, the thread that has claimed the step ends the call with the last attempt's
 * own outcome, see {@link AsyncEnd}.
 *
 * <p>Thread-safe. The driver is told once how the call ended, unless it was {@linkplain #cancel cancelled}.
 */
public final class AsyncCall {

    private final RetryCall call;
    private final CallThreads threads;
    private final CallSteps steps = new CallSteps();
    private final AsyncEnd end;
    private final AsyncDriver driver;
    private final AttemptEnds attemptEnds;
    private final ScheduledStep deadline;

    /**
     * A call whose first attempt has begun on the calling thread; the others are made where the policy says.
     *
     * @param call from {@link CallStart#beginAsync}; goes on
     * @param self what the method was called on; may be {@code null}, as may the arguments
     */
    public AsyncCall(RetryCall call, AsyncDriver driver, Object self, Object[] arguments) {
        this(call, driver, AsyncExecutors.of(call.setup().policy().asyncExecution()), self, arguments);
    }

    /** As the other, with an executor that makes the other attempts. */
    public AsyncCall(RetryCall call, AsyncDriver driver, Executor executor, Object self, Object[] arguments) {
        MethodRetry setup = call.setup();
        this.call = call;
        this.driver = driver;
        this.threads = new CallThreads(executor, setup.engine().threads());
        this.end = new AsyncEnd(call, driver, steps);
        this.attemptEnds = new AttemptEnds(this, call, end, self, arguments);
        this.deadline = setup.limitsTime() ? new CallDeadline(this, threads, steps, end) : null;
        end.cancels(deadline);
        setup.engine().prepareAsync();
    }

    /** The calling thread leaves the call; gives what is to be told when the first attempt has ended. */
    public PendingAttempt start() {
        call.leavesThread();
        PendingAttempt attempt = new PendingAttempt(attemptEnds);
        steps.begin(attempt);
        startDeadline();
        limitTime(attempt);
        return attempt;
    }

    /** The first attempt has thrown on the calling thread, instead of beginning something. */
    public void startFailed(Throwable failure) {
        PendingAttempt attempt = new PendingAttempt(attemptEnds);
        steps.begin(attempt);
        boolean wasInterrupted = call.leavesThread(failure);
        startDeadline();
        threw(attempt, failure, wasInterrupted);
    }

    private void startDeadline() {
        if (deadline != null) {
            deadline.schedule(timer(), call.timeLeftNanos());
        }
    }

    /** Nobody wants the call's result any more: gives up the attempt under way, or the wait. */
    public void cancel() {
        end(CallSteps.Wish.CANCELLED);
    }

    /**
     * The call could not be begun: it is counted, and nothing is done to the attempt under way. Also where
     * {@link #cancel} throws.
     */
    public void leaveAlone() {
        steps.leaveAlone();
        if (steps.isClaimedAnew()) {
            end.tellEnd();
        }
    }

    /**
     * Ends the call; where its step is being ended just now, the thread that does that sees the wish before the next
     * begins.
     */
    boolean end(CallSteps.Wish why) {
        steps.wish(why);
        ClaimableStep step = steps.current();
        if (step == null || !step.claim()) {
            return false;
        }
        endAsWished(step);
        return true;
    }

    private void endAsWished(ClaimableStep step) {
        try {
            CallSteps.Wish why = steps.wish();
            step.ends();
            if (why == CallSteps.Wish.TIME_IS_OVER) {
                EarlyEnd.timeIsOver(call);
                end.tell();
            } else if (why == CallSteps.Wish.LATE_SUCCESS) {
                AttemptOutcome late = attemptEnds.lateSuccess();
                end.outcomeIs(late.result(), null);
                EarlyEnd.succeededLate(call, late);
                end.tell();
            } else {
                EarlyEnd.stopped(call, "it was cancelled");
                end.isOver();
            }
            if (why != CallSteps.Wish.LEFT_ALONE) {
                step.giveUp();
            }
        } catch (Throwable t) {
            end.breakOff(t);
        }
    }

    /** Makes a step the current one; {@code false}: the call has ended, as was wished before. */
    private boolean enter(ClaimableStep step) {
        steps.begin(step);
        if (steps.wish() == null) {
            return true;
        }
        if (step.claim()) {
            endAsWished(step);
        }
        return false;
    }

    private void limitTime(PendingAttempt attempt) {
        MethodRetry setup = call.setup();
        if (!setup.watchesAttempts() || attempt.isClaimed()) {
            return;
        }
        try {
            boolean cancels = setup.policy().interruptsAttempts();
            long spentNanos = setup.engine().clock().nanoTime() - call.gate().attemptStartedNanos();
            AttemptDeadline limit = new AttemptDeadline(attemptEnds, threads, end, attempt, cancels);
            attempt.endsAfter(limit, timer(), setup.policy().attemptTimeoutNanos() - spentNanos);
        } catch (RuntimeException | Error e) {
            problem("an attempt is made without its time limit", e);
        }
    }

    /** Another attempt follows after a wait. */
    void beginWait() {
        RetryEngine engine = call.setup().engine();
        AsyncWait wait = new AsyncWait(this, threads, engine.waiters());
        call.gate().waitBegins();
        if (!enter(wait)) {
            return;
        }
        try {
            if (!wait.begins(engine.timer(), call.gate().waitNanos()) && wait.claim()) {
                waitStopped(wait);
            }
        } catch (Throwable t) { // no thread can be had: nobody would end the wait
            if (wait.claim()) {
                problem("a wait was not begun, the last outcome stands", t);
                wait.ends();
                call.abandon();
                end.tell();
            }
        }
    }

    /** A claimed wait is over: the next attempt begins, on this thread. */
    void waitIsOver(AsyncWait wait) {
        try {
            wait.ends();
            boolean begins = false;
            try {
                begins = call.beginNextAsync();
            } catch (Throwable t) {
                call.abandon();
                problem("another attempt was not begun, the last outcome stands", t);
            }
            if (begins) {
                makeAttempt();
            } else {
                end.tell();
            }
        } catch (Throwable t) {
            end.breakOff(t);
        }
    }

    /** Retries are stopped while the call waits. */
    void waitStopped(AsyncWait wait) {
        try {
            wait.ends();
            EarlyEnd.stopped(call, "retries were stopped while it waited");
            end.tell();
        } catch (Throwable t) {
            end.breakOff(t);
        }
    }

    /** Why the executor has not taken the next attempt; before {@link #waitNotTaken}. */
    void notTaken(Throwable why) {
        end.notTaken(why);
    }

    /** Nobody makes the next attempt. */
    void waitNotTaken(AsyncWait wait) {
        try {
            problem("the executor took no retry, the last outcome stands", end.whyNotTaken());
            wait.ends();
            EarlyEnd.notTaken(call, end.whyNotTaken());
            end.tell();
        } catch (Throwable t) {
            end.breakOff(t);
        }
    }

    void waitEnds() {
        call.gate().waitEnds();
    }

    private void makeAttempt() {
        PendingAttempt attempt = new PendingAttempt(attemptEnds);
        if (!enter(attempt)) {
            return;
        }
        limitTime(attempt);
        boolean wasInterrupted = new AttemptStart(call.setup(), driver, end).make(attempt);
        if (attempt.hasThrown()) {
            threw(attempt, attempt.thrown(), wasInterrupted);
        }
    }

    private void threw(PendingAttempt attempt, Throwable thrown, boolean wasInterrupted) {
        if (!wasInterrupted || thrown instanceof Error) {
            attempt.failed(thrown);
        } else if (attempt.claim()) {
            attemptEnds.timedOut(attempt, thrown);
        }
    }

    void endsLate() {
        end.tellLate();
    }

    void problem(String what, Throwable failure) {
        end.report(what, failure);
    }

    Timer timer() {
        return call.setup().engine().timer();
    }
}
