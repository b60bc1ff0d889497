package io.datapunk.retry.agent.inforce;

/** Publishes the rules in force. Thread-safe; reading takes no lock. */
public final class CurrentRules {

    private volatile RulesInForce current = RulesInForce.NONE;

    /** The rules in force. */
    public RulesInForce get() {
        return current;
    }

    /** Publishes other rules; what was switched off by hand stays off. */
    public synchronized RulesInForce replace(RulesInForce next) {
        current = next.withSwitchedOff(current.isSwitchedOff());
        return current;
    }

    /** Publishes that the rules are switched off by hand, or on again. */
    public synchronized void switchOff(boolean off) {
        current = current.withSwitchedOff(off);
    }
}
