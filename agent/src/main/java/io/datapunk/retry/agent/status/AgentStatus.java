package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.inforce.RulesInForce;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.woven.WovenMethod;
import java.util.List;

/**
 * What the agent knows of itself, for its reports. Its parts are told what happens: {@link #weaving()},
 * {@link #calls()} and
 * {@link #errorLog()}; each keeps what JMX shows, and logs it once. Thread-safe.
 */
public final class AgentStatus {

    /** Kept and logged of the agent's own errors and of skipped methods; the rest is only counted. */
    static final int MAX_KEPT = 1_000;

    private final CurrentRules rules;
    private final AgentLog log;
    private final StatusListeners listeners = new StatusListeners();
    private final ErrorLog errors;
    private final WeavingLog weaving;
    private final CallEvents calls;
    private volatile String reloadError;

    /** Nothing has happened yet. */
    public AgentStatus(CurrentRules rules, AgentLog log) {
        this.rules = rules;
        this.log = log;
        this.errors = new ErrorLog(log);
        this.weaving = new WeavingLog(rules, log, listeners);
        this.calls = new CallEvents(rules, log, listeners, errors);
    }

    /** Adds a listener for what happens from now on. */
    public void listen(StatusListener listener) {
        listeners.add(listener);
    }

    /** Is told what becomes of classes. */
    public WeavingLog weaving() {
        return weaving;
    }

    /** Is told what calls decide, and how breakers change. */
    public CallEvents calls() {
        return calls;
    }

    /** Is told the agent's own errors. */
    public ErrorLog errorLog() {
        return errors;
    }

    /** A class was there before the agent. */
    public void classIsLoaded(Class<?> loaded) {
        listeners.classIsLoaded(loaded);
    }

    /** Other rules are in force, and good. */
    public void rulesChanged() {
        reloadError = null;
        listeners.changed(); // breakers and budgets may have come and gone
    }

    /** Retries were switched off by hand, or on again. */
    public void switchedOff(boolean off) {
        listeners.changed();
        log.warn(off ? "retries are switched off by hand" : "retries are switched on again by hand");
    }

    /** Newer rules than those in force were refused. */
    public void reloadError(String why) {
        reloadError = why;
    }

    /** Logs something that is no fault, and may be a mistake. */
    public void note(String text) {
        log.info(text);
    }

    /** The rules in force. */
    public RulesInForce rules() {
        return rules.get();
    }

    /** Why the newest rules were refused; {@code null} where they were not. */
    public String reloadError() {
        return reloadError;
    }

    /** The methods that are woven, in the order in which their classes were loaded. */
    public List<WovenMethod> wovenMethods() {
        return weaving.wovenMethods();
    }

    /** The methods that are left alone, one line each with the reason; at most 1,000. */
    public List<String> skippedMethods() {
        return weaving.skippedMethods();
    }

    /** How often something went wrong inside the agent. */
    public long errors() {
        return errors.count();
    }
}
