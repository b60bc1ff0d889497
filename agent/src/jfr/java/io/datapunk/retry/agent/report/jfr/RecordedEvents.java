package io.datapunk.retry.agent.report.jfr;

import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.call.Decision;
import jdk.jfr.FlightRecorder;

/** The events as Flight Recorder has them. What nobody records costs a check of its setting. */
public final class RecordedEvents implements JfrEvents {

    private RecordedEvents() {}

    /** Registers the events; {@code null} where Flight Recorder is not yet in use. */
    public static JfrEvents open(AgentStatus status) {
        if (!FlightRecorder.isInitialized()) {
            return null;
        }
        FlightRecorder.register(RetryEvent.class);
        FlightRecorder.register(CallFailedEvent.class);
        FlightRecorder.register(CircuitStateChangeEvent.class);
        FlightRecorder.addPeriodicEvent(MethodMetricsEvent.class, new Runnable() {
            @Override
            public void run() {
                for (WovenMethod woven : status.wovenMethods()) {
                    MethodMetricsEvent.emit(woven);
                }
            }
        });
        return new RecordedEvents();
    }

    @Override
    public void decided(WovenMethod woven, Decision decision, String failure) {
        if (decision.end() == null) {
            RetryEvent event = new RetryEvent();
            if (event.shouldCommit()) {
                event.rule = woven.rule();
                event.className = woven.className();
                event.method = woven.method();
                event.attempt = decision.attempts();
                event.delay = decision.waitNanos();
                event.failure = failure;
                event.commit();
            }
        } else {
            CallFailedEvent event = new CallFailedEvent();
            if (event.shouldCommit()) {
                event.rule = woven.rule();
                event.className = woven.className();
                event.method = woven.method();
                event.outcome = decision.end().metric();
                event.attempts = decision.attempts();
                event.reason = decision.reason();
                event.failure = failure;
                event.commit();
            }
        }
    }

    @Override
    public void stateChanged(String breaker, String from, String to, String why) {
        CircuitStateChangeEvent event = new CircuitStateChangeEvent();
        if (event.shouldCommit()) {
            event.name = breaker;
            event.from = from;
            event.to = to;
            event.reason = why;
            event.commit();
        }
    }
}
