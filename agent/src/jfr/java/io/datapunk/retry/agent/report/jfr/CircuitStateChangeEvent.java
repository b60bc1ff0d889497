package io.datapunk.retry.agent.report.jfr;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One for each change of a circuit breaker. */
@Name("io.datapunk.retry.CircuitStateChange")
@Label("Circuit State Change")
@Category("datapunk-retry")
@StackTrace(false)
final class CircuitStateChangeEvent extends Event {
    @Label("Name")
    String name;

    @Label("From")
    String from;

    @Label("To")
    String to;

    @Label("Reason")
    String reason;
}
