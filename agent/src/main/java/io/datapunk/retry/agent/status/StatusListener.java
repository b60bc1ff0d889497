package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.call.Decision;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;

/**
 * Hears what reports wait for; hears nothing unless it overrides. Called on the threads of the application, the first
 * two inside class loading: must be quick and must not throw. Thread-safe.
 */
public abstract class StatusListener {

    /**
     * A class is about to be defined; called for every one but the agent's own.
     *
     * @param loader {@code null}: the bootstrap loader
     */
    public void classLoads(ClassLoader loader, String internalName) {}

    /** Binary name of the class whose loading it waits for; empty where it waits for none. */
    public String awaitedClass() {
        return "";
    }

    /** The class that it waits for was there before the agent; as {@link #classLoads}, but outside class loading. */
    public void classIsLoaded(ClassLoader loader, String internalName) {
        classLoads(loader, internalName);
    }

    /** The methods that are woven, or the guards, are others than before. */
    public void changed() {}

    /**
     * See {@link io.datapunk.retry.agent.woven.WovenMethodListener#decided}; {@code failure} is a class name or
     * {@code null}.
     */
    public void decided(WovenMethod woven, Decision decision, String failure) {}

    /** See {@link io.datapunk.retry.guard.BreakerListener#stateChanged}. */
    public void stateChanged(CircuitBreaker breaker, BreakerState from, BreakerState to, String why) {}
}
