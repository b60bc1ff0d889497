package io.datapunk.retry.guard;

/** A change of state of a circuit breaker, a link of the chain of those that have yet to be told. */
final class StateChange {

    final BreakerState from;
    final BreakerState to;
    final String why;
    final long epochMillis;

    /** The one before; written again only by the thread that tells the changes. */
    volatile StateChange previous;

    StateChange(StateChange previous, BreakerState from, BreakerState to, String why, long epochMillis) {
        this.previous = previous;
        this.from = from;
        this.to = to;
        this.why = why;
        this.epochMillis = epochMillis;
    }
}
