package io.datapunk.retry.guard;

/** Hears of circuit breakers that change their state, on the thread that caused it. Thread-safe; must not throw. */
public interface BreakerListener {

    /** Hears of nothing. */
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
