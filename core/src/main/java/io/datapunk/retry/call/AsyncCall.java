package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.Verdict;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One call whose attempts end later, on whatever threads: waits without a thread, and makes attempts on an executor.
 *
 * <p>A call is a row of {@linkplain ClaimableStep steps}, an attempt or a wait each. The thread that claims a step, at its own end, at a time
 * limit or when the caller cancels, takes the call on from there, alone. The timer's thread runs none of the application's code: it
 * hands what is due to {@link EngineThreads}, and attempts to the executor, which run with the context class loader of the thread
 * that began the call.
 *
 * <p>Whatever the engine throws on the way, the thread that has claimed the step ends the call with the last attempt's own outcome:
 * it is in two fields before anything else is done, and {@link Driver#settle} hands it on without the engine. Where even that throws,
 * for want of memory or stack, {@link LateEnds} does it later.
 *
 * <p>Thread-safe. The driver is told once how the call ended, unless it was {@linkplain #cancel cancelled}.
 */
public final class AsyncCall extends LateEnd {

    /** Makes the attempts and is told the end; implemented by those who know what futures and streams are. */
    public interface Driver {

        /**
         * Makes another attempt, not the first. What it throws is not the application's, and ends the call with the outcome before.
         *
         * @param attempt to be told when it has ended, or, by {@link PendingAttempt#threw}, that it has thrown
         */
        void begin(PendingAttempt attempt);

        /**
         * The call has ended. What it throws is followed by {@link #settle}.
         *
         * @param ended its {@link RetryCall#outcome()} is set
         * @param failure {@code ended.lastAttempt().failure()} in the wrapping that it came in; {@code null} where it has none
         */
        void ended(RetryCall ended, Throwable failure);

        /**
         * Gives the caller an outcome where {@link #ended} could not be told, or has thrown. Without effect where the caller has one.
         * If it throws it is called again, on another thread.
         *
         * @param failure {@code null}: the result is the outcome
         */
        void settle(Object result, Throwable failure);
    }

    /** How soon a call whose time is over is ended although another thread has claimed its step and does not go on. */
    private static final long GRACE_NANOS = 20_000_000;

    private final RetryCall call;
    private final RetryEngine engine;
    private final Driver driver;
    private final CallThreads threads;
    private final Object self;
    private final Object[] arguments;

    /** Why the call is to end before its step does; the first reason counts. */
    private final AtomicReference<Wish> wish = new AtomicReference<>();

    /** The result of an attempt whose time was over; only where such attempts are not cancelled. */
    private final AtomicReference<AttemptOutcome> lateSuccess;

    private final ScheduledStep deadline;
    private volatile ClaimableStep current;

    // The outcome of the last attempt as it was told; a failure before the first has ended is the engine's.
    private Object ownResult;
    private Throwable ownFailure;

    /** The executor has not taken the next attempt. */
    private Throwable whyNotTaken;

    private enum Wish {
        TIME_IS_OVER,
        CANCELLED,
        LATE_SUCCESS,
        /** Nobody is to be told of its end, and its attempt goes on. */
        LEFT_ALONE
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

    /** As the other, with an executor that makes the other attempts. */
    public AsyncCall(RetryCall call, Driver driver, Executor executor, Object self, Object[] arguments) {
        this.call = call;
        this.engine = call.setup().engine();
        this.driver = driver;
        this.threads = new CallThreads(executor, engine.threads());
        this.self = self;
        this.arguments = arguments;
        this.deadline = call.setup().limitsTime() ? new Deadline() : null;
        this.lateSuccess = call.setup().policy().interruptsAttempts() ? null : new AtomicReference<AttemptOutcome>();
        this.ownFailure = engine.failures().timeIsOver();
        engine.prepareAsync();
    }

    /** The calling thread leaves the call; gives what is to be told when the first attempt has ended. */
    public PendingAttempt start() {
        call.leavesThread();
        PendingAttempt attempt = new PendingAttempt(this);
        current = attempt;
        if (deadline != null) {
            deadline.schedule(engine.timer(), call.timeLeftNanos());
        }
        limitTime(attempt);
        return attempt;
    }

    /** The first attempt has thrown on the calling thread, instead of beginning something. */
    public void startFailed(Throwable failure) {
        PendingAttempt attempt = new PendingAttempt(this);
        current = attempt;
        boolean wasInterrupted = call.settle(failure);
        if (deadline != null) {
            deadline.schedule(engine.timer(), call.timeLeftNanos());
        }
        failed(attempt, failure, wasInterrupted);
    }

    /** Nobody wants the call's result any more: gives up the attempt under way, or the wait. */
    public void cancel() {
        end(Wish.CANCELLED);
    }

    /** The call could not be begun: it is counted, and nothing is done to the attempt under way. Where {@link #cancel} throws, too. */
    public void leaveAlone() {
        wish.set(Wish.LEFT_ALONE);
        ClaimableStep step = current;
        if (step == null || step.claimAnew()) {
            tellEnd();
        }
    }

    /** Ends the call; where its step is being ended just now, the thread that does that sees the wish before the next begins. */
    private boolean end(Wish how) {
        wish.compareAndSet(null, how);
        ClaimableStep step = current;
        if (step == null || !step.claim()) {
            return false;
        }
        endAsWished(step);
        return true;
    }

    private void endAsWished(ClaimableStep step) {
        try {
            Wish how = wish.get();
            step.ends();
            if (how == Wish.TIME_IS_OVER) {
                call.timeIsOver();
                finish(true);
            } else if (how == Wish.LATE_SUCCESS) {
                ownResult = lateSuccess.get().result();
                ownFailure = null;
                call.succeededLate(lateSuccess.get());
                finish(true);
            } else {
                call.stopped("it was cancelled");
                finish(false);
            }
            if (how != Wish.LEFT_ALONE) {
                step.giveUp();
            }
        } catch (Throwable t) {
            breaksOff(t);
        }
    }

    /** Makes a step the current one; {@code false}: the call has ended, as was wished before. */
    private boolean enter(ClaimableStep step) {
        current = step;
        if (wish.get() == null) {
            return true;
        }
        if (step.claim()) {
            endAsWished(step);
        }
        return false;
    }

    private void limitTime(PendingAttempt attempt) {
        if (!call.setup().watchesAttempts() || attempt.isClaimed()) {
            return;
        }
        try {
            attempt.endsAfter(new CutShort(attempt), engine.timer(), call.attemptTimeLeftNanos());
        } catch (RuntimeException | Error e) {
            problem("an attempt is made without its time limit", e);
        }
    }

    /** A claimed attempt has returned. */
    void attemptReturned(PendingAttempt attempt, Object result) {
        ownResult = result;
        ownFailure = null;
        try {
            attempt.ends();
            goOn(AttemptOutcome.returned(result, self, arguments), false, null, null);
        } catch (Throwable t) {
            breaksOff(t);
        }
    }

    /** An attempt has returned whose time was over, but which was not cancelled: if it is a success, the call ends with it. */
    void attemptReturnedLate(Object result) {
        if (call.setup().policy().interruptsAttempts()) {
            return;
        }
        try {
            AttemptOutcome late = AttemptOutcome.returned(result, self, arguments);
            if (call.setup().classify(late) == Verdict.SUCCESS && lateSuccess.compareAndSet(null, late)) {
                end(Wish.LATE_SUCCESS);
            }
        } catch (RuntimeException | Error e) {
            problem("the result of an attempt that came late is not used", e);
        }
    }

    /** A claimed attempt has ended well. */
    void attemptCompleted(PendingAttempt attempt) {
        ownResult = null;
        ownFailure = null;
        try {
            attempt.ends();
            AttemptOutcome completed = AttemptOutcome.returned(null, self, arguments);
            try {
                call.attemptEnded(completed, Verdict.SUCCESS);
            } catch (Throwable t) {
                undecided(completed, t);
            }
            finish(true);
        } catch (Throwable t) {
            breaksOff(t);
        }
    }

    /**
     * A claimed attempt has failed.
     *
     * @param notAgain why it can not be made again; {@code null} where it can
     */
    void attemptFailed(PendingAttempt attempt, Throwable failure, String notAgain) {
        Throwable before = ownFailure;
        ownResult = null;
        ownFailure = failure;
        try {
            attempt.ends();
            goOn(AttemptOutcome.threw(unwrap(failure), self, arguments), false, notAgain, before);
        } catch (Throwable t) {
            breaksOff(t);
        }
    }

    /** A claimed attempt has taken too long. */
    private void attemptTimedOut(PendingAttempt attempt, Throwable cause) {
        ownResult = null;
        ownFailure = engine.failures().timeIsOver();
        try {
            attempt.ends();
            AttemptOutcome cutShort = call.timedOut(AttemptOutcome.returned(null, self, arguments), cause);
            ownFailure = cutShort.failure();
            goOn(cutShort, true, attempt.notAgain(), null);
        } catch (Throwable t) {
            breaksOff(t);
        }
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

    /** @param before what the attempt before failed with, in its wrapping; it may turn out to be what the caller gets */
    private void goOn(AttemptOutcome attempt, boolean wasCutShort, String notAgain, Throwable before) {
        boolean again = false;
        try {
            again = call.attemptEnded(attempt, wasCutShort, notAgain);
            AttemptOutcome last = call.lastAttempt();
            if (before != null && last != null && last != attempt && last.failure() == unwrap(before)) {
                ownFailure = before;
            }
        } catch (Throwable t) {
            undecided(attempt, t);
        }
        if (again) {
            beginWait();
        } else {
            finish(true);
        }
    }

    private void undecided(AttemptOutcome attempt, Throwable thrown) {
        call.abandon(attempt);
        problem("a retry was not decided, the method's own outcome stands", thrown);
    }

    private void beginWait() {
        AsyncWait wait = new AsyncWait(this, threads, engine.waiters());
        call.waitBegins();
        if (!enter(wait)) {
            return;
        }
        try {
            if (!wait.begins(engine.timer(), call.nextWaitNanos()) && wait.claim()) {
                waitStopped(wait);
            }
        } catch (Throwable t) { // no thread can be had: nobody would end the wait
            if (wait.claim()) {
                problem("a wait was not begun, the last outcome stands", t);
                wait.ends();
                call.abandon();
                finish(true);
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
                finish(true);
            }
        } catch (Throwable t) {
            breaksOff(t);
        }
    }

    /** Retries are stopped while the call waits. */
    void waitStopped(AsyncWait wait) {
        try {
            wait.ends();
            call.stopped("retries were stopped while it waited");
            finish(true);
        } catch (Throwable t) {
            breaksOff(t);
        }
    }

    /** The thread that has claimed the step hangs in code of the application, or has lost the call. */
    private void tellEndInPlaceOfOther() {
        try {
            call.timeIsOver();
        } catch (RuntimeException | Error e) {
            problem("a call whose time is over is ended without its reason", e);
        }
        if (!tellEnd()) {
            endsLate();
        }
    }

    /** Why the executor has not taken the next attempt; before {@link #waitNotTaken}. */
    void notTaken(Throwable why) {
        whyNotTaken = why;
    }

    /** Nobody makes the next attempt. */
    void waitNotTaken(AsyncWait wait) {
        try {
            problem("the executor took no retry, the last outcome stands", whyNotTaken);
            wait.ends();
            call.notTaken(whyNotTaken);
            finish(true);
        } catch (Throwable t) {
            breaksOff(t);
        }
    }

    void waitEnds() {
        call.waitEnds();
    }

    /** The part of an attempt that runs on this thread can hang just as well as the rest: it is interrupted in time. */
    private void makeAttempt() {
        PendingAttempt attempt = new PendingAttempt(this);
        if (!enter(attempt)) {
            return;
        }
        limitTime(attempt);
        MethodRetry setup = call.setup();
        AttemptTimeout watch = setup.watchesAttempts() && setup.policy().interruptsAttempts() ? startWatch() : null;
        Throwable broken = null;
        try {
            driver.begin(attempt);
        } catch (Throwable t) {
            broken = t;
        }
        Throwable thrown = attempt.thrown();
        boolean wasInterrupted = watch != null && endWatch(watch, thrown);
        if (thrown != null) {
            failed(attempt, thrown, wasInterrupted);
        } else if (broken != null && attempt.claim()) {
            breaksOff(broken);
        }
    }

    private void failed(PendingAttempt attempt, Throwable thrown, boolean wasInterrupted) {
        if (!wasInterrupted || thrown instanceof Error) {
            attempt.failed(thrown);
        } else if (attempt.claim()) {
            attemptTimedOut(attempt, thrown);
        }
    }

    private AttemptTimeout startWatch() {
        try {
            AttemptTimeout watch = new AttemptTimeout(engine.timer());
            watch.start(call.setup().policy().attemptTimeoutNanos());
            return watch;
        } catch (RuntimeException | Error e) {
            problem("an attempt is begun without its time limit", e);
            return null;
        }
    }

    private boolean endWatch(AttemptTimeout watch, Throwable thrown) {
        try {
            return watch.endAndTakeBack(thrown);
        } catch (RuntimeException | Error e) { // the attempt goes on; its end will be told
            watch.drop();
            problem("the watch over an attempt was not ended", e);
            return false;
        }
    }

    private void finish(boolean isToBeTold) {
        if (deadline != null) {
            deadline.cancel();
        }
        if (isToBeTold) {
            AttemptOutcome last = call.lastAttempt();
            boolean isLast = last != null && last.failed() && last.failure() == unwrap(ownFailure);
            driver.ended(call, isLast ? ownFailure : null);
        }
    }

    /** An attempt has ended so, and to say so has thrown; its step is claimed. */
    void endsWith(Object result, Throwable failure) {
        ownResult = result;
        ownFailure = failure;
        breaksOff(null);
    }

    /** The engine has thrown on a thread that had claimed a step. Unless another thread goes on with the call, it ends. */
    private void breaksOff(Throwable thrown) {
        ClaimableStep step = current;
        if (step != null && !step.claimAnew()) {
            return;
        }
        if (!tellEnd()) {
            endsLate();
        }
        if (thrown != null) {
            problem("a call broke off, its last outcome stands", thrown);
        }
    }

    /** A thread on which the application is not to run has claimed a step, and cannot go on. */
    void endsLate() {
        engine.threads().lateEnds().add(this);
    }

    /** Without the engine's help as far as possible: it has failed already. The calling thread has claimed the step. */
    @Override
    boolean tellEnd() {
        try {
            if (whyNotTaken != null && call.goesOn()) {
                call.notTaken(whyNotTaken);
            }
        } catch (Throwable t) {
            // then without the reason
        }
        try {
            call.abandon();
        } catch (Throwable t) {
            // counted or not, the caller is not to wait
        }
        try {
            Wish how = wish.get();
            if (how == null || how == Wish.TIME_IS_OVER || how == Wish.LATE_SUCCESS) {
                driver.settle(ownResult, ownFailure);
            }
        } catch (Throwable t) {
            return false;
        }
        try {
            ClaimableStep step = current;
            if (step != null) {
                step.ends();
            }
            call.waitEnds();
            if (deadline != null) {
                deadline.cancel();
            }
        } catch (Throwable t) {
            // a timer's task finds that it has nothing to do
        }
        return true;
    }

    void problem(String what, Throwable failure) {
        try {
            engine.problems().report(what, failure);
        } catch (Throwable t) {
            // for want of memory or stack: there is no place to say so
        }
    }

    /** The time for the whole call is over. */
    private final class Deadline extends ScheduledStep {
        private ClaimableStep claimedByOther;

        Deadline() {
            super(threads);
        }

        @Override
        void isDue() {
            ClaimableStep step = current;
            if (end(Wish.TIME_IS_OVER)) {
                return;
            }
            if (step == null || step != claimedByOther) {
                claimedByOther = step; // the thread that has claimed it is about to end the call, or to see the wish
                schedule(engine.timer(), GRACE_NANOS);
            } else {
                tellEndInPlaceOfOther();
            }
        }

        @Override
        public void brokeOff(Throwable thrown) {
            wish.compareAndSet(null, Wish.TIME_IS_OVER);
            ClaimableStep step = current;
            if (step == null || step.claimAnew()) {
                endsLate();
            }
        }
    }

    /** The time for an attempt is over. */
    private final class CutShort extends ScheduledStep {
        private final PendingAttempt attempt;

        CutShort(PendingAttempt attempt) {
            super(threads);
            this.attempt = attempt;
        }

        @Override
        void isDue() {
            if (attempt.claim()) {
                if (call.setup().policy().interruptsAttempts()) {
                    attempt.giveUp();
                }
                attemptTimedOut(attempt, null);
            }
        }

        @Override
        public void brokeOff(Throwable thrown) {
            if (attempt.claimAnew()) {
                endsLate();
            }
        }
    }
}
