package io.datapunk.retry.agent.report.jfr;

import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.CallOutcome;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The counters of each method, at the beginning and the end of each chunk unless the recording says otherwise. */
@Name("io.datapunk.retry.MethodMetrics")
@Label("Method Metrics")
@Category("datapunk-retry")
@Description("The counters of a method since the JVM started, as in its MBean")
@Period("everyChunk")
@StackTrace(false)
final class MethodMetricsEvent extends Event {
    @Label("Rule")
    String rule;

    @Label("Class")
    String className;

    @Label("Method")
    String method;

    @Label("Calls")
    long calls;

    @Label("First Try Successes")
    long firstTrySuccesses;

    @Label("Retried Successes")
    long retriedSuccesses;

    @Label("Failed Calls")
    @Description("Calls with any other outcome")
    long failedCalls;

    @Label("Retries")
    long retries;

    @Label("Waited")
    @Timespan(Timespan.MILLISECONDS)
    long waited;

    static void emit(WovenMethod woven) {
        MethodMetricsEvent event = new MethodMetricsEvent();
        event.rule = woven.rule();
        event.className = woven.className();
        event.method = woven.method();
        event.read(woven.metrics());
        event.commit();
    }

    /** Each counter once: the calls are the sum of what is shown, also where some end meanwhile. */
    void read(CallMetrics metrics) {
        firstTrySuccesses = metrics.count(CallOutcome.FIRST_TRY_SUCCESS);
        retriedSuccesses = metrics.count(CallOutcome.RETRIED_SUCCESS);
        failedCalls = 0;
        for (CallOutcome outcome : CallOutcome.values()) {
            if (outcome != CallOutcome.FIRST_TRY_SUCCESS && outcome != CallOutcome.RETRIED_SUCCESS) {
                failedCalls += metrics.count(outcome);
            }
        }
        calls = firstTrySuccesses + retriedSuccesses + failedCalls;
        retries = metrics.retries();
        waited = metrics.waitMillis();
    }
}
