package io.datapunk.retry.call;

import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.guard.WaitingLimit;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.OwnWork;
import io.datapunk.retry.outcome.Verdict;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.RetryPolicy;

/**
 * What stands between one attempt of a call and the next: the backoff, the bound on waiting calls, the retry budget,
 * the wait, the circuit breaker, and the time limit of the attempt. Holds what the call has been given of them, and
 * gives it back: its permit, its place among the calls that wait, its time limit.
 *
 * <p>Permits are numbers, so that a call that succeeds at once makes no object: {@link #NO_BREAKER}, {@link #REFUSED},
 * {@link #WOULD_REFUSE}, or a number above zero that must be given back by {@link #attemptEnded}.
 *
 * <p>One for each call that has failed; not thread-safe.
 */
public final class RetryGate {

    /** The permit where no circuit breaker is asked. */
    public static final long NO_BREAKER = 0;

    /** The permit of an attempt that is not to be made. */
    public static final long REFUSED = CircuitBreaker.REFUSED;

    /** The permit of an attempt that is made only because the policy is to observe. */
    public static final long WOULD_REFUSE = -2;

    private final boolean wouldHaveRefused;
    private MethodRetry setup;
    private long permit;
    private long attemptStartedNanos;
    private AttemptLimit limit;
    private long waitNanos;
    private long waitBeganNanos;
    private boolean isWaiting;
    private boolean holdsWaitingPlace;

    /**
     * Of a call whose first attempt has begun.
     *
     * @param permit of the first attempt
     */
    RetryGate(MethodRetry setup, long startedNanos, long permit) {
        this.setup = setup;
        this.attemptStartedNanos = startedNanos;
        this.permit = permit;
        this.wouldHaveRefused = permit == WOULD_REFUSE;
    }

    /** Asks the circuit breaker of a method for an attempt; gives a permit. */
    public static long tryAcquire(MethodRetry setup) {
        CircuitBreaker breaker = setup.guards().breaker();
        if (breaker == null) {
            return NO_BREAKER;
        }
        long permit = breaker.tryAcquire();
        return permit == REFUSED && setup.policy().mode() == Mode.OBSERVE ? WOULD_REFUSE : permit;
    }

    /**
     * Tells the circuit breaker of a method how an attempt has ended: what is worth a retry is a failure, what is never
     * retried says nothing, all else is a success.
     *
     * @param permit what {@link #tryAcquire} gave
     * @param attemptStartedNanos what {@link MethodRetry#startedNanos} gave when the attempt began
     */
    public static void attemptEnded(MethodRetry setup, long permit, long attemptStartedNanos, Verdict verdict) {
        if (permit <= 0) {
            return;
        }
        CircuitBreaker breaker = setup.guards().breaker();
        if (verdict == Verdict.NEVER) {
            breaker.released(permit);
            return;
        }
        boolean measured = attemptStartedNanos != 0 && breaker.measuresTime();
        long nanos = measured ? setup.engine().clock().nanoTime() - attemptStartedNanos : 0;
        if (verdict == Verdict.RETRYABLE) {
            breaker.failed(permit, nanos);
        } else {
            breaker.succeeded(permit, nanos);
        }
    }

    /** The waits are counted with another setup, of the same rule, from now on. */
    void countedBy(MethodRetry other) {
        setup = other;
    }

    /** Whether the first attempt was made only because the policy is to observe. */
    boolean wouldHaveRefused() {
        return wouldHaveRefused;
    }

    /** An attempt begins on this thread: starts its time limit, where it has one. */
    void limitAttempt() {
        if (setup.watchesAttempts()) {
            limit = AttemptLimit.of(setup.policy(), setup.engine());
            limit.start(setup.policy().attemptTimeoutNanos()); // in its field before it starts: it is ended in any case
        }
    }

    /** Ends the time limit of an attempt that has ended; says whether it has taken too long. */
    boolean endLimit(Throwable failure) {
        AttemptLimit ended = limit;
        if (ended == null) {
            return false;
        }
        boolean wasExceeded = ended.end(failure); // where it throws, dropLimit() follows
        limit = null;
        return wasExceeded;
    }

    /** Ends the time limit where {@link #endLimit} has thrown. */
    void dropLimit() {
        AttemptLimit left = limit;
        limit = null;
        if (left != null) {
            left.drop();
        }
    }

    /** Gives the permit of an attempt back, as its outcome says. */
    void attemptEnded(Verdict verdict) {
        attemptEnded(setup, permit, attemptStartedNanos, verdict);
        permit = NO_BREAKER;
    }

    /** Gives the permit back of an attempt whose outcome says nothing of the service, or that was not made. */
    void release() {
        long held = permit;
        permit = NO_BREAKER;
        attemptEnded(setup, held, 0, Verdict.NEVER);
    }

    /** The first attempt of the call has failed. */
    void firstAttemptFailed() {
        RetryBudget budget = setup.guards().budget();
        if (budget != null) {
            budget.callFailed(setup.metrics());
        }
    }

    /**
     * The wait after so many attempts by the backoff. One of the user's own may fail; the call must not fail for
     * that.
     */
    long backoffNanos(int attempts) {
        BackoffPlan backoff = setup.policy().backoff();
        RetryEngine engine = setup.engine();
        OwnWork own = OwnWork.ofThread();
        own.depth++;
        try {
            return backoff.waitNanos(attempts, waitNanos, engine.random());
        } catch (RuntimeException | LinkageError e) {
            engine.problems().report("the backoff " + backoff.backoff() + " failed, the default stands in for it", e);
            return BackoffPlan.DEFAULT.waitNanos(attempts, waitNanos, engine.random());
        } finally {
            own.depth--;
        }
    }

    /** The delay that the server asks for; below 0 where it asks for none. */
    long hintNanos(AttemptOutcome attempt) {
        RetryPolicy policy = setup.policy();
        RetryEngine engine = setup.engine();
        return policy.delayHint() == null
                ? -1
                : policy.delayHint().nanos(attempt, engine.clock().epochMillis(), engine.problems());
    }

    /** Takes a place among the calls that wait, and a token of the budget; gives why there is none, or {@code null}. */
    String whyDenied() {
        WaitingLimit waitingLimit = setup.guards().waitingLimit();
        holdsWaitingPlace = waitingLimit != null && waitingLimit.tryEnter();
        if (waitingLimit != null && !holdsWaitingPlace) {
            return "max-waiting is " + waitingLimit.most() + ", and as many wait";
        }
        RetryBudget budget = setup.guards().budget();
        if (budget != null && !budget.tryWithdraw(setup.engine().timer())) {
            leaveWaiting();
            return "the budget " + budget.name() + " has no token left";
        }
        return null;
    }

    /** The call is to wait so long before the next attempt. */
    void setWait(long nanos) {
        waitNanos = nanos;
    }

    /** The wait before the next attempt in nanoseconds; 0 before the first failure. */
    long waitNanos() {
        return waitNanos;
    }

    /** Waits on the calling thread. Where there is no time to wait for, no clock is read and no wait is counted. */
    WaitRegistry.Wake await() {
        RetryEngine engine = setup.engine();
        if (waitNanos <= 0) {
            leaveWaiting();
            return engine.waiters().now();
        }
        waitBegins();
        try {
            return engine.waiters().await(engine.clock(), waitNanos);
        } finally {
            waitEnds();
        }
    }

    /** The wait begins; {@link #waitEnds} must follow, whatever happens. */
    void waitBegins() {
        waitBeganNanos = setup.engine().clock().nanoTime();
        setup.metrics().waitBegins();
        isWaiting = true;
    }

    /** The wait is over, however it ended; without effect where none has begun. */
    void waitEnds() {
        try {
            if (isWaiting) {
                isWaiting = false;
                setup.metrics().waitEnds(setup.engine().clock().nanoTime() - waitBeganNanos);
            }
        } finally {
            leaveWaiting();
        }
    }

    void leaveWaiting() {
        if (holdsWaitingPlace) {
            holdsWaitingPlace = false;
            setup.guards().waitingLimit().leave();
        }
    }

    /** Asks the circuit breaker for the next attempt; {@code false}: it refuses. */
    boolean tryAcquireNext() {
        permit = tryAcquire(setup);
        return permit != REFUSED;
    }

    /** The attempt after a wait begins now. */
    void attemptBegins(long nowNanos) {
        attemptStartedNanos = nowNanos;
    }

    /** When the attempt under way began; 0 where nothing asks for it. */
    long attemptStartedNanos() {
        return attemptStartedNanos;
    }
}
