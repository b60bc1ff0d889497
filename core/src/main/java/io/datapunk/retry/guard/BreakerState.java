package io.datapunk.retry.guard;

/** What a circuit breaker does with attempts now. */
public enum BreakerState {
    /** Every attempt is let through; their outcomes are watched. */
    CLOSED,
    /** No attempt is let through. */
    OPEN,
    /** A few attempts are let through, to see whether the service is back. */
    HALF_OPEN
}
