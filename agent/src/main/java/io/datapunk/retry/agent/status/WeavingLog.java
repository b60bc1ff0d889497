package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.weave.WeaveReport;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.agent.woven.WovenMethodSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows which methods are woven and which are left alone, and logs each once. Thread-safe. */
public final class WeavingLog implements WeaveReport {

    private final CurrentRules rules;
    private final AgentLog log;
    private final StatusListeners listeners;
    private final SkippedMethods skipped;
    private final Map<String, Integer> wovenOfRule = new HashMap<>();
    private final WovenMethodSet woven = new WovenMethodSet();

    WeavingLog(CurrentRules rules, AgentLog log, StatusListeners listeners) {
        this.rules = rules;
        this.log = log;
        this.listeners = listeners;
        this.skipped = new SkippedMethods(log);
    }

    @Override
    public void classLoads(ClassLoader loader, String internalName) {
        listeners.classLoads(loader, internalName);
    }

    @Override
    public void woven(String className, List<WovenMethod> methods) {
        synchronized (woven) {
            woven.addAll(methods);
        }
        listeners.changed();
        if (log.isEnabled(AgentLog.Level.INFO)) {
            for (WovenMethod method : methods) {
                logWoven(className, method);
            }
        }
    }

    private void logWoven(String className, WovenMethod method) {
        int number;
        synchronized (wovenOfRule) {
            Integer before = wovenOfRule.get(method.rule());
            number = before == null ? 1 : before + 1;
            wovenOfRule.put(method.rule(), number);
        }
        String proxy = className.equals(method.className()) ? "" : ", through " + className;
        String line = method.className() + "." + method.method() + " is retried by the rule " + method.rule() + proxy;
        if (number <= AgentStatus.MAX_KEPT) {
            log.info(line);
            return;
        }
        log.debug(line);
        if (number == AgentStatus.MAX_KEPT + 1) {
            log.info("the rule " + method.rule() + " has more than " + AgentStatus.MAX_KEPT
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
        listeners.changed();
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

    /** The methods that are woven, in the order in which their classes were loaded. */
    List<WovenMethod> wovenMethods() {
        synchronized (woven) {
            return woven.toList();
        }
    }

    /** The methods that are left alone, one line each with the reason; at most 1,000. */
    List<String> skippedMethods() {
        return skipped.lines();
    }
}
