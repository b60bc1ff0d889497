package io.datapunk.retry.agent.report.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** One for each retry decided. */
@Name("io.datapunk.retry.Retry")
@Label("Retry")
@Category("datapunk-retry")
@Description("A retry was decided; it is made after the delay, unless the wait is cut short")
@StackTrace(false)
final class RetryEvent extends Event {
    @Label("Rule")
    String rule;

    @Label("Class")
    String className;

    @Label("Method")
    String method;

    @Label("Attempt")
    @Description("Number of the attempt that failed, from 1")
    int attempt;

    @Label("Delay")
    @Timespan(Timespan.NANOSECONDS)
    long delay;

    @Label("Failure")
    @Description("Class of the failure, or of the result that is worth a retry")
    String failure;
}
