package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.guard.CircuitBreaker;
import java.util.Date;

/** {@code type=CircuitBreaker}: one breaker, of a name or of one method. */
final class BreakerMBean extends AttributeTable {

    BreakerMBean(CircuitBreaker breaker, AgentControl control) {
        super(BreakerMBean.class.getName(), "The circuit breaker " + breaker.name());
        attribute(
                "State",
                String.class,
                "CLOSED, OPEN or HALF_OPEN; OPEN until the next attempt is asked for, even where open-for is over",
                () -> breaker.state().name());
        attribute(
                "FailureRate",
                double.class,
                "Share of failed attempts: of the window, half-open of those let through, open as it opened [%]",
                () -> 100 * breaker.failureRate());
        attribute(
                "SlowCallRate",
                double.class,
                "Share of slow attempts, as FailureRate; 0 where no duration is slow [%]",
                () -> 100 * breaker.slowCallRate());
        attribute("BufferedCalls", int.class, "Attempts that the rates are of [attempts]", breaker::bufferedCalls);
        attribute("Rejected", long.class, "Attempts that were refused [attempts]", breaker::rejected);
        attribute("StateChangedAt", Date.class, "When it became what it is", () -> new Date(breaker.stateChangedAt()));
        action(
                "open",
                "Opens it as if too many attempts had failed; after open-for a few are let through. Needs jmx-write=true",
                () -> {
                    control.checkMayWrite();
                    breaker.open();
                });
        action("close", "Closes it, with nothing in its window. Needs jmx-write=true", () -> {
            control.checkMayWrite();
            breaker.close();
        });
    }
}
