package io.datapunk.retry.agent.rules;

import io.datapunk.retry.guard.RetryBudget;

/** How many of the calls may be retries. Immutable. */
public final class BudgetSpec {

    /** What a rule has unless it says otherwise. */
    static final double DEFAULT_RATIO = RetryBudget.DEFAULT_RATIO;

    /** What a rule has unless it says otherwise. */
    static final double DEFAULT_MIN_PER_SECOND = RetryBudget.DEFAULT_MIN_PER_SECOND;

    private final String name;
    private final double ratio;
    private final double minPerSecond;

    BudgetSpec(String name, double ratio, double minPerSecond) {
        this.name = name;
        this.ratio = ratio;
        this.minPerSecond = minPerSecond;
    }

    /** Name under which rules share it; {@code null}: it belongs to its rule. */
    public String name() {
        return name;
    }

    /** Share of the calls, 0 to 1. */
    public double ratio() {
        return ratio;
    }

    /** Retries per second that are always allowed. */
    public double minPerSecond() {
        return minPerSecond;
    }
}
