package io.datapunk.retry.agent.rules;

import io.datapunk.retry.guard.BreakerSettings;

/** A circuit breaker as the rules describe it. Immutable. */
public final class BreakerSpec {

    private final String name;
    private final BreakerSettings settings;
    private final String openException;

    BreakerSpec(String name, BreakerSettings settings, String openException) {
        this.name = name;
        this.settings = settings;
        this.openException = openException;
    }

    /** Name under which rules share it; {@code null}: each method has its own. */
    public String name() {
        return name;
    }

    /** When it opens and closes. */
    public BreakerSettings settings() {
        return settings;
    }

    /** Class to throw while it is open; {@code null}: {@code CircuitOpenException}. */
    public String openException() {
        return openException;
    }
}
