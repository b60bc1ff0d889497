package io.datapunk.retry.call;

/** How a call ended. Every call that has ended is in exactly one of these. */
public enum CallOutcome {
    /** The first attempt succeeded. */
    FIRST_TRY_SUCCESS("FirstTrySuccesses"),
    /** A later attempt succeeded. */
    RETRIED_SUCCESS("RetriedSuccesses"),
    /** The last attempt that the policy allows has failed. */
    EXHAUSTED("Exhausted"),
    /** The outcome was one that the policy does not retry, or one that an inner method has given up on. */
    NOT_RETRYABLE("NotRetryable"),
    /** The next wait would have ended past the timeout, or the server asked for more than the longest delay. */
    TIMED_OUT("TimedOut"),
    /** A circuit breaker refused an attempt. */
    BREAKER_REJECTED("BreakerRejected"),
    /** The retry budget, or the bound on waiting calls, refused the retry. */
    BUDGET_DENIED("BudgetDenied"),
    /** The thread was interrupted before or during a wait. */
    INTERRUPTED("Interrupted"),
    /** Retries were stopped while the call waited: shutdown, switched off, or cancelled. */
    STOPPED("Stopped");

    private final String metric;

    CallOutcome(String metric) {
        this.metric = metric;
    }

    /** Name of the metric that counts it, as JMX shows it. */
    public String metric() {
        return metric;
    }

    /** Whether the call was a success. */
    public boolean isSuccess() {
        return this == FIRST_TRY_SUCCESS || this == RETRIED_SUCCESS;
    }

    /**
     * Whether the call ended although its last outcome was worth a retry: then {@code on-exhausted} says what the
     * caller gets. An interrupted or stopped call always ends with the last failure itself.
     */
    public boolean isGivingUp() {
        return this == EXHAUSTED || this == TIMED_OUT || this == BUDGET_DENIED || this == BREAKER_REJECTED;
    }

    /** Whether the call has given up on its failure, so that a method above need not retry it again. */
    public boolean leavesMark() {
        return !isSuccess() && this != NOT_RETRYABLE;
    }
}
