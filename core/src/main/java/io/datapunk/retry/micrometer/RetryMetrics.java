package io.datapunk.retry.micrometer;

import io.datapunk.retry.Retry;
import io.datapunk.retry.guard.Guards;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collections;

/**
 * Shows one {@link Retry}, its circuit breaker and its budget in a meter registry.
 *
 * <pre>{@code
 * RetryMetrics.of("orders", retry).bindTo(registry);
 * }</pre>
 *
 * <p>The meters are those of {@link RetryMeters}, with the name as {@code rule}, and {@code none} as {@code class} and
 * {@code method}, which only the agent knows. Immutable; bind it once to each registry. The registry keeps the
 * counters.
 */
public final class RetryMetrics implements MeterBinder {

    /** What a tag says where there is nothing to say: registries differ in what they make of an empty one. */
    private static final String NONE = "none";

    private final String name;
    private final Retry retry;

    private RetryMetrics(String name, Retry retry) {
        this.name = name;
        this.retry = retry;
    }

    /**
     * The metrics of a retry.
     *
     * @param name tells it from others in the same registry; not empty
     */
    public static RetryMetrics of(String name, Retry retry) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of a retry's metrics is empty");
        }
        return new RetryMetrics(name, retry);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        RetryMeters meters = new RetryMeters(registry);
        meters.ofMethod(name, NONE, NONE, Collections.singletonList(retry.metrics()));
        Guards guards = retry.guards();
        if (guards.breaker() != null) {
            meters.ofBreaker(guards.breaker());
        }
        if (guards.budget() != null) {
            meters.ofBudget(guards.budget());
        }
    }
}
