package io.datapunk.retry.agent.report.micrometer;

import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.RetryBudget;
import java.util.List;

/** The meters in one registry of the application. Used by one thread. */
public interface MeterBridge {

    /**
     * Whether the application has set its registry up. Meters that are there before make Micrometer warn the
     * application of what is not its fault.
     */
    boolean isReady();

    /** Makes the registry show these and nothing else of the agent. */
    void show(List<WovenMethod> methods, List<CircuitBreaker> breakers, List<RetryBudget> budgets);
}
