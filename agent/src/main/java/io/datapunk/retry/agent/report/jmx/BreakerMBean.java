package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.guard.CircuitBreaker;
import java.util.Date;

/** {@code type=CircuitBreaker}: one breaker, of a name or of one method. */
final class BreakerMBean {

    private BreakerMBean() {}

    static AttributeTable<CircuitBreaker> table(AgentControl control) {
        AttributeTable<CircuitBreaker> table =
                new AttributeTable<>(BreakerMBean.class, breaker -> "The circuit breaker " + breaker.name());
        table.attribute(
                "State",
                String.class,
                "CLOSED, OPEN or HALF_OPEN; OPEN until the next attempt is asked for, even where open-for is over",
                breaker -> breaker.state().name());
        table.attribute(
                "FailureRate",
                double.class,
                "Share of failed attempts: of the window, half-open of those let through, open as it opened [%]",
                breaker -> 100 * breaker.failureRate());
        table.attribute(
                "SlowCallRate",
                double.class,
                "Share of slow attempts, as FailureRate; 0 where no duration is slow [%]",
                breaker -> 100 * breaker.slowCallRate());
        table.attribute(
                "BufferedCalls", int.class, "Attempts that the rates are of [attempts]", CircuitBreaker::bufferedCalls);
        table.attribute("Rejected", long.class, "Attempts that were refused [attempts]", CircuitBreaker::rejected);
        table.attribute(
                "StateChangedAt",
                Date.class,
                "When it became what it is",
                breaker -> new Date(breaker.stateChangedAt()));
        table.action(
                "open",
                "Opens it as if too many attempts had failed; after open-for a few are let through. Needs jmx-write=true",
                breaker -> {
                    control.checkMayWrite();
                    breaker.open();
                });
        table.action("close", "Closes it, with nothing in its window. Needs jmx-write=true", breaker -> {
            control.checkMayWrite();
            breaker.close();
        });
        return table;
    }
}
