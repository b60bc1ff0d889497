package io.datapunk.retry.guard;

/**
 * Is told when circuit breakers change their state: of one breaker the changes in their order, one at a time. It is
 * told on the thread that has caused the change, or on another that is telling an earlier one. Thread-safe; must not
 * throw.
 */
public interface BreakerListener {

    /** Ignores everything. */
    BreakerListener NONE = new BreakerListener() {
        @Override
        public void stateChanged(CircuitBreaker breaker, BreakerState from, BreakerState to, String why) {}
    };

    /**
     * A breaker has changed.
     *
     * @param why for people
     */
    void stateChanged(CircuitBreaker breaker, BreakerState from, BreakerState to, String why);
}
