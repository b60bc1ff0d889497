package io.datapunk.retry.guard;

/**
 * What guards the calls of one method. The value is immutable, the guards themselves are shared and have state.
 * {@code null} stands for a guard that is not there.
 */
public final class Guards {

    /** No guard at all. */
    public static final Guards NONE = new Guards(null, null, null, null);

    private final CircuitBreaker breaker;
    private final OpenFailure openFailure;
    private final RetryBudget budget;
    private final WaitingLimit waitingLimit;

    private Guards(CircuitBreaker breaker, OpenFailure openFailure, RetryBudget budget, WaitingLimit waitingLimit) {
        this.breaker = breaker;
        this.openFailure = openFailure;
        this.budget = budget;
        this.waitingLimit = waitingLimit;
    }

    /** These and a circuit breaker. */
    public Guards withBreaker(CircuitBreaker newBreaker) {
        return new Guards(newBreaker, openFailure, budget, waitingLimit);
    }

    /** These, and what callers get while the breaker is open. */
    public Guards withOpenFailure(OpenFailure newOpenFailure) {
        return new Guards(breaker, newOpenFailure, budget, waitingLimit);
    }

    /** These and a budget. */
    public Guards withBudget(RetryBudget newBudget) {
        return new Guards(breaker, openFailure, newBudget, waitingLimit);
    }

    /** These and a bound on those who wait. */
    public Guards withWaitingLimit(WaitingLimit newWaitingLimit) {
        return new Guards(breaker, openFailure, budget, newWaitingLimit);
    }

    /** Asked before each attempt. */
    public CircuitBreaker breaker() {
        return breaker;
    }

    /** What callers get while the breaker is open; {@code null}: the default. */
    public OpenFailure openFailure() {
        return openFailure;
    }

    /** Asked before each retry. */
    public RetryBudget budget() {
        return budget;
    }

    /** Asked before each wait. */
    public WaitingLimit waitingLimit() {
        return waitingLimit;
    }
}
