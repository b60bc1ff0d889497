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
                "CLOSED, OPEN or HALF_OPEN; stays OPEN after open-for until the next attempt asks",
                breaker -> breaker.state().name());
        table.attribute(
                "FailureRate",
                double.class,
                "Share of failed attempts: of the window; half-open, of those let through; open, when it opened [%]",
                breaker -> 100 * breaker.failureRate());
        table.attribute(
                "SlowCallRate",
                double.class,
                "Share of slow attempts, as FailureRate; 0 if slow-call is not set [%]",
                breaker -> 100 * breaker.slowCallRate());
        table.attribute(
                "BufferedCalls",
                int.class,
                "Attempts that the rates are computed from [attempts]",
                CircuitBreaker::bufferedCalls);
        table.attribute("Rejected", long.class, "Attempts that were refused [attempts]", CircuitBreaker::rejected);
        table.attribute(
                "StateChangedAt",
                Date.class,
                "When the state last changed",
                breaker -> new Date(breaker.stateChangedAt()));
        table.action("open", "Opens the breaker as if too many attempts had failed. Needs jmx-write=true", breaker -> {
            control.checkMayWrite();
            breaker.open();
        });
        table.action("close", "Closes the breaker and empties its window. Needs jmx-write=true", breaker -> {
            control.checkMayWrite();
            breaker.close();
        });
        return table;
    }
}
