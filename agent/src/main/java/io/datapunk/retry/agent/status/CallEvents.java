package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.agent.woven.WovenMethodListener;
import io.datapunk.retry.call.Decision;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.outcome.AttemptOutcome;

/** Passes on to the log and to the reports what calls decide and how breakers change. Thread-safe; never throws. */
public final class CallEvents implements WovenMethodListener, BreakerListener {

    private final CurrentRules rules;
    private final AgentLog log;
    private final CallLog callLog;
    private final StatusListeners listeners;
    private final ErrorLog errors;

    CallEvents(CurrentRules rules, AgentLog log, StatusListeners listeners, ErrorLog errors) {
        this.rules = rules;
        this.log = log;
        this.callLog = new CallLog(log);
        this.listeners = listeners;
        this.errors = errors;
    }

    @Override
    public void stateChanged(CircuitBreaker breaker, BreakerState from, BreakerState to, String why) {
        try {
            callLog.stateChanged(breaker, to, why);
            listeners.stateChanged(breaker, from, to, why);
        } catch (Throwable t) { // the breaker has changed all the same
            errors.report("a change of a circuit breaker could not be told", t);
        }
    }

    @Override
    public void decided(WovenMethod woven, Decision decision, AttemptOutcome last) {
        try {
            String failure = last == null ? null : last.className();
            callLog.decided(woven, decision, failure);
            if (decision.isHeldBack()) {
                callLog.heldBack(woven, rules.get().ruleSet());
            }
            listeners.decided(woven, decision, failure);
        } catch (Throwable t) { // the call goes on as it was decided
            errors.report("a decision could not be told", t);
        }
    }

    /** Logged once for each method. Of the two failures only the classes are logged, since messages may hold values. */
    @Override
    public void failedOtherwise(WovenMethod woven, Throwable before, Throwable later, boolean beforeStands) {
        String method = woven.className() + "." + woven.method() + ", rule " + woven.rule();
        if (errors.isNew("failed otherwise: " + method)) {
            log.warn(method + ": after " + before.getClass().getName() + " another attempt failed with "
                    + later.getClass().getName() + ", which is not retried; the caller gets the "
                    + (beforeStands ? "former" : "latter") + ", the other is suppressed in it");
        }
    }
}
