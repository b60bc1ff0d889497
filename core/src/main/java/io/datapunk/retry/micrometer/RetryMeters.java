package io.datapunk.retry.micrometer;

import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.RetryBudget;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Registers the meters of methods, circuit breakers and budgets; each reads its value when somebody asks. Names and
 * units:
 *
 * <ul>
 *   <li>{@code datapunk.retry.calls{rule,class,method,outcome}}: calls that have ended so; the outcomes are those of
 *       {@link CallOutcome} in lower case, each call is in exactly one
 *   <li>{@code datapunk.retry.retries{rule,class,method}}: retries decided
 *   <li>{@code datapunk.retry.wait{…}}: seconds spent in waits that have ended
 *   <li>{@code datapunk.retry.waiting{…}}: calls that wait now
 *   <li>{@code datapunk.retry.would.retry{…}}: retries that the mode {@code observe} would have made
 *   <li>{@code datapunk.retry.circuit.state{name}}: 0 closed, 1 half-open, 2 open
 *   <li>{@code datapunk.retry.circuit.failure.rate{name}}: 0 to 1
 *   <li>{@code datapunk.retry.circuit.rejected{name}}: attempts refused
 *   <li>{@code datapunk.retry.budget.balance{name}}: retries that it would allow now
 *   <li>{@code datapunk.retry.budget.withdrawn{name}}, {@code datapunk.retry.budget.denied{name}}: retries
 * </ul>
 *
 * <p>Thread-safe as far as the registry is. The registry keeps what the meters read.
 */
public final class RetryMeters {

    private static final String PREFIX = "datapunk.retry.";
    private static final double MILLIS_PER_SECOND = 1_000;

    private final MeterRegistry registry;

    /** Meters of this registry. */
    public RetryMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * The meters of a method.
     *
     * @param of what is summed up: the counters of the method in each class loader that has it; not empty
     * @return to remove them by
     */
    public List<Meter> ofMethod(String rule, String className, String method, List<CallMetrics> of) {
        Tags tags = Tags.of("rule", rule, "class", className, "method", method);
        CallMetrics alive = of.get(0);
        List<Meter> meters = new ArrayList<>();
        for (CallOutcome outcome : CallOutcome.values()) {
            Tags ofOutcome = tags.and("outcome", tagOf(outcome));
            meters.add(counter("calls", alive, sum(of, metrics -> metrics.count(outcome)), ofOutcome, null, "Calls"));
        }
        meters.add(counter("retries", alive, sum(of, CallMetrics::retries), tags, null, "Retries decided"));
        meters.add(counter(
                "wait",
                alive,
                sum(of, metrics -> metrics.waitMillis() / MILLIS_PER_SECOND),
                tags,
                "seconds",
                "Time spent in waits that have ended"));
        meters.add(counter(
                "would.retry",
                alive,
                sum(of, CallMetrics::wouldRetry),
                tags,
                null,
                "Retries that the mode observe would have made"));
        meters.add(gauge("waiting", alive, sum(of, CallMetrics::waiting), tags, "Calls that wait for a retry now"));
        return meters;
    }

    /** The meters of a circuit breaker, to remove them by. */
    public List<Meter> ofBreaker(CircuitBreaker breaker) {
        Tags tags = Tags.of("name", breaker.name());
        return Arrays.asList(
                gauge(
                        "circuit.state",
                        breaker,
                        shown -> numberOf(shown.state()),
                        tags,
                        "0: closed, 1: half-open, 2: open"),
                gauge(
                        "circuit.failure.rate",
                        breaker,
                        CircuitBreaker::failureRate,
                        tags,
                        "Share of failed attempts, 0 to 1"),
                counter("circuit.rejected", breaker, CircuitBreaker::rejected, tags, null, "Attempts refused"));
    }

    /** The meters of a budget, to remove them by. */
    public List<Meter> ofBudget(RetryBudget budget) {
        Tags tags = Tags.of("name", budget.name());
        return Arrays.asList(
                gauge("budget.balance", budget, RetryBudget::balance, tags, "Retries that it would allow now"),
                counter("budget.withdrawn", budget, RetryBudget::withdrawn, tags, null, "Retries allowed"),
                counter("budget.denied", budget, RetryBudget::denied, tags, null, "Retries refused"));
    }

    /**
     * Registers one counter.
     *
     * @param name what follows {@code datapunk.retry.}
     * @param unit {@code null}: none
     */
    public <T> Meter counter(
            String name, T of, ToDoubleFunction<T> value, Iterable<Tag> tags, String unit, String description) {
        return FunctionCounter.builder(PREFIX + name, of, value)
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    /** Registers one gauge, as {@link #counter}. */
    public <T> Meter gauge(String name, T of, ToDoubleFunction<T> value, Iterable<Tag> tags, String description) {
        return Gauge.builder(PREFIX + name, of, value)
                .tags(tags)
                .description(description)
                .register(registry);
    }

    /** The function keeps the counters alive, which the meter itself would not. */
    private static ToDoubleFunction<CallMetrics> sum(List<CallMetrics> of, ToDoubleFunction<CallMetrics> value) {
        return any -> {
            double sum = 0;
            for (CallMetrics metrics : of) {
                sum += value.applyAsDouble(metrics);
            }
            return sum;
        };
    }

    /** What the tag {@code outcome} says, such as {@code first_try_success}. */
    static String tagOf(CallOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static int numberOf(BreakerState state) {
        switch (state) {
            case CLOSED:
                return 0;
            case HALF_OPEN:
                return 1;
            default:
                return 2;
        }
    }
}
