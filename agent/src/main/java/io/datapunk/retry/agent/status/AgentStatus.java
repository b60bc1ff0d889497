package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.inforce.RulesInForce;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.weave.WeaveReport;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.agent.woven.WovenMethodListener;
import io.datapunk.retry.agent.woven.WovenMethodSet;
import io.datapunk.retry.call.Decision;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.ErrorReporter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The agent's memory of what it did, and its voice: each fact is kept for JMX and said once in the log. Thread-safe;
 * never throws.
 */
public final class AgentStatus implements WeaveReport, ErrorReporter, BreakerListener, WovenMethodListener {

    /** Kept and logged of the agent's own errors and of skipped methods; the rest is only counted. */
    static final int MAX_KEPT = 1_000;

    private final CurrentRules rules;
    private final AgentLog log;
    private final CallLog callLog;
    private final AtomicLong errorCount = new AtomicLong();
    private final Set<String> loggedErrors = new HashSet<>();
    private final SkippedMethods skipped;
    private final Map<String, Integer> wovenOfRule = new HashMap<>();
    private final WovenMethodSet woven = new WovenMethodSet();
    private volatile String reloadError;
    private volatile StatusListener[] listeners = {};

    /** Nothing has happened yet. */
    public AgentStatus(CurrentRules rules, AgentLog log) {
        this.rules = rules;
        this.log = log;
        this.callLog = new CallLog(log);
        this.skipped = new SkippedMethods(log);
    }

    /** Adds one who hears of what happens from now on. */
    public synchronized void listen(StatusListener listener) {
        StatusListener[] more = Arrays.copyOf(listeners, listeners.length + 1);
        more[listeners.length] = listener;
        listeners = more;
    }

    @Override
    public void classLoads(ClassLoader loader, String internalName) {
        for (StatusListener listener : listeners) {
            listener.classLoads(loader, internalName);
        }
    }

    /** A class was there before the agent. */
    public void classIsLoaded(Class<?> loaded) {
        String name = loaded.getName();
        for (StatusListener listener : listeners) {
            if (name.equals(listener.awaitedClass())) {
                listener.classIsLoaded(loaded.getClassLoader(), name.replace('.', '/'));
            }
        }
    }

    private void changed() {
        for (StatusListener listener : listeners) {
            listener.changed();
        }
    }

    @Override
    public void woven(String className, List<WovenMethod> methods) {
        synchronized (woven) {
            woven.addAll(methods);
        }
        changed();
        if (log.isEnabled(AgentLog.Level.INFO)) {
            for (WovenMethod woven : methods) {
                logWoven(className, woven);
            }
        }
    }

    private void logWoven(String className, WovenMethod woven) {
        int number;
        synchronized (wovenOfRule) {
            Integer before = wovenOfRule.get(woven.rule());
            number = before == null ? 1 : before + 1;
            wovenOfRule.put(woven.rule(), number);
        }
        String proxy = className.equals(woven.className()) ? "" : ", through " + className;
        String line = woven.className() + "." + woven.method() + " is retried by the rule " + woven.rule() + proxy;
        if (number <= MAX_KEPT) {
            log.info(line);
            return;
        }
        log.debug(line);
        if (number == MAX_KEPT + 1) {
            log.info("the rule " + woven.rule() + " has more than " + MAX_KEPT
                    + " methods; the log no longer names each, WovenMethods of the MBean type=Agent does");
        }
    }

    @Override
    public void unwoven(List<WovenMethod> methods) {
        if (methods.isEmpty()) {
            return;
        }
        synchronized (woven) {
            woven.removeAll(methods);
        }
        changed();
    }

    /** New rules are in force, and good. */
    public void rulesChanged() {
        reloadError = null;
        changed(); // breakers and budgets may have come and gone
    }

    /** Somebody has switched the agent off, or on again, by hand. */
    public void switchedOff(boolean off) {
        changed();
        log.warn(off ? "retries are switched off by hand" : "retries are switched on again by hand");
    }

    @Override
    public void stateChanged(CircuitBreaker breaker, BreakerState from, BreakerState to, String why) {
        try {
            callLog.stateChanged(breaker, to, why);
            for (StatusListener listener : listeners) {
                listener.stateChanged(breaker, from, to, why);
            }
        } catch (Throwable t) { // the breaker has changed all the same
            report("a change of a circuit breaker could not be told", t);
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
            for (StatusListener listener : listeners) {
                listener.decided(woven, decision, failure);
            }
        } catch (Throwable t) { // the call goes on as it was decided
            report("a decision could not be told", t);
        }
    }

    /** Told once for each method. Of the two failures only the classes are told, since messages may hold values. */
    @Override
    public void failedOtherwise(WovenMethod woven, Throwable before, Throwable later, boolean beforeStands) {
        String method = woven.className() + "." + woven.method() + ", rule " + woven.rule();
        boolean isNew;
        synchronized (loggedErrors) {
            isNew = loggedErrors.size() < MAX_KEPT && loggedErrors.add("failed otherwise: " + method);
        }
        if (isNew) {
            log.warn(method + ": after " + before.getClass().getName() + " another attempt failed with "
                    + later.getClass().getName() + ", which is not retried; the caller gets the "
                    + (beforeStands ? "former" : "latter") + ", the other is suppressed in it");
        }
    }

    /** Newer rules than those in force were refused. */
    public void reloadError(String why) {
        reloadError = why;
    }

    @Override
    public void skipped(String className, String method, String rule, String reason) {
        skipped.add(className, method, rule, reason, isCatchAll(rule));
    }

    private boolean isCatchAll(String rule) {
        RetryRule inForce = rules.get().byName().get(rule);
        return inForce != null && inForce.match().isCatchAll();
    }

    @Override
    public void transformsAgain(String className) {
        skipped.forget(className);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of the error only the class is told, at {@code debug} also the frames: the application may have thrown it, and
     * messages hold what methods were called with. Who knows that the message is safe has it in {@code what}. Where
     * memory or stack do not suffice, it is told the next time.
     */
    @Override
    public void report(String what, Throwable error) {
        errorCount.incrementAndGet();
        boolean isNew = false;
        try {
            synchronized (loggedErrors) {
                isNew = loggedErrors.size() < MAX_KEPT && loggedErrors.add(what);
            }
            if (isNew) {
                String type = error.getClass().getName();
                log.error(what.contains(type) ? what : what + ": " + type);
                logTrace(error);
            }
        } catch (Throwable t) {
            if (isNew) {
                synchronized (loggedErrors) {
                    loggedErrors.remove(what);
                }
            }
        }
    }

    @Override
    public void doesNotFit(String what, Throwable why) {
        boolean isNew;
        synchronized (loggedErrors) {
            isNew = loggedErrors.size() < MAX_KEPT && loggedErrors.add(what);
        }
        if (isNew) {
            log.warn(what);
        }
    }

    private void logTrace(Throwable error) {
        if (log.isEnabled(AgentLog.Level.DEBUG)) {
            for (StackTraceElement frame : error.getStackTrace()) {
                log.debug("    at " + frame);
            }
        }
    }

    /** Tells something that is no fault, and may be a mistake. */
    public void note(String text) {
        log.info(text);
    }

    /** The methods that are woven, in the order in which their classes were loaded. */
    public List<WovenMethod> wovenMethods() {
        synchronized (woven) {
            return woven.toList();
        }
    }

    /** The rules in force. */
    public RulesInForce rules() {
        return rules.get();
    }

    /** Why the newest rules were refused; {@code null} where they were not. */
    public String reloadError() {
        return reloadError;
    }

    /** The methods that are left alone, one line each with the reason; at most 1,000. */
    public List<String> skippedMethods() {
        return skipped.lines();
    }

    /** How often something went wrong inside the agent. */
    public long errors() {
        return errorCount.get();
    }
}
