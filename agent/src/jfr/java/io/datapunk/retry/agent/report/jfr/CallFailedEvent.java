package io.datapunk.retry.agent.report.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One for each call that ended otherwise than by success. */
@Name("io.datapunk.retry.CallFailed")
@Label("Call Failed")
@Category("datapunk-retry")
@Description("A call of a method that a rule names has ended, and not by success")
@StackTrace(false)
final class CallFailedEvent extends Event {
    @Label("Rule")
    String rule;

    @Label("Class")
    String className;

    @Label("Method")
    String method;

    @Label("Outcome")
    @Description("As the counters of the method's MBean are named")
    String outcome;

    @Label("Attempts")
    @Description("Attempts made; 0 where a circuit breaker refused the first")
    int attempts;

    @Label("Reason")
    String reason;

    @Label("Failure")
    @Description("Class of the last failure, or of the last result that was worth a retry")
    String failure;
}
