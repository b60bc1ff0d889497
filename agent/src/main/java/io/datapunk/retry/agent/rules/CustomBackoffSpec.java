package io.datapunk.retry.agent.rules;

import io.datapunk.retry.backoff.Backoff;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.Jitter;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;

/** A backoff that the operator brings; its class is not looked up before the first wait. Immutable. */
public final class CustomBackoffSpec {

    private final String className;
    private final String jar;
    private final Map<String, Object> parameters;
    private final Jitter jitter;
    private final Duration maxDelay;

    CustomBackoffSpec(String className, String jar, Map<String, Object> parameters, Jitter jitter, Duration maxDelay) {
        this.className = className;
        this.jar = jar;
        this.parameters = Collections.unmodifiableMap(parameters);
        this.jitter = jitter;
        this.maxDelay = maxDelay;
    }

    /** Binary name of the class. */
    public String className() {
        return className;
    }

    /** Path of the jar that has it; {@code null}: the application. */
    public String jar() {
        return jar;
    }

    /** For its constructor: names to scalars. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    /** The rule's plan around the backoff itself. */
    public BackoffPlan plan(Backoff backoff) {
        BackoffPlan.Builder plan = BackoffPlan.builder(backoff).jitter(jitter == null ? Jitter.NONE : jitter);
        return maxDelay == null ? plan.build() : plan.maxDelay(maxDelay).build();
    }
}
