package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.log.LogLimit;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.WarningId;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.backoff.Durations;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.Decision;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What the log says of calls: that a method gives up, and that a breaker changes, each so seldom that a log survives an
 * outage. Single retries are for {@code debug} alone. Thread-safe.
 */
final class CallLog {

    /** Between two lines about one method that gives up. */
    private static final long GIVING_UP_PERIOD = TimeUnit.HOURS.toNanos(1);

    /** Between two lines about one breaker's becoming the same. */
    private static final long BREAKER_PERIOD = TimeUnit.MINUTES.toNanos(1);

    private final AgentLog log;
    private final Map<String, LogLimit> breakers = new HashMap<>();

    /** Methods that were told to be nested. */
    private final Map<String, Boolean> nested = new ConcurrentHashMap<>();

    CallLog(AgentLog log) {
        this.log = log;
    }

    void decided(WovenMethod woven, Decision decision, String failure) {
        if (log.isEnabled(AgentLog.Level.DEBUG)) {
            log.debug(describe(woven, decision, failure));
        }
        CallOutcome end = decision.end();
        // What a breaker refuses is told by the breaker.
        if (end != null && end.isGivingUp() && end != CallOutcome.BREAKER_REJECTED) {
            long since = woven.givesUp().tryLog(System.nanoTime(), GIVING_UP_PERIOD);
            if (since != LogLimit.NOT_NOW) {
                log.warn(describe(woven, decision, failure) + (since == 0 ? "" : "; so did " + since + " calls before")
                        + "; the next line about this method comes in an hour at the earliest");
            }
        }
    }

    /**
     * A method was not retried because one below had been, which is told once for each method.
     *
     * @param rules in force, of which the method's may accept it; {@code null}: none
     */
    void heldBack(WovenMethod woven, RuleSet rules) {
        String method = woven.className() + "." + woven.method();
        boolean isNew = nested.size() < AgentStatus.MAX_KEPT && nested.putIfAbsent(method, Boolean.TRUE) == null;
        if (isNew && (rules == null || !rules.accepts(woven.rule(), WarningId.NESTED_RETRIES))) {
            log.warn(
                    method + ", rule " + woven.rule() + ": not retried, since a method below, which is retried as well,"
                            + " has given up (nested: innermost). If this method makes the connection that the "
                            + "one below uses,"
                            + " take the rule off that one, or give the rule " + woven.rule()
                            + " nested: allow; this is told once"
                            + " for each method [" + WarningId.NESTED_RETRIES.text() + "]");
        }
    }

    private static String describe(WovenMethod woven, Decision decision, String failure) {
        return woven.className() + "." + woven.method() + ", rule " + woven.rule() + ": " + decision
                + (failure == null ? "" : "; the last outcome was " + failure);
    }

    void stateChanged(CircuitBreaker breaker, BreakerState to, String why) {
        long since = limitOf(breaker.name() + ' ' + to).tryLog(System.nanoTime(), BREAKER_PERIOD);
        if (since == LogLimit.NOT_NOW) {
            return;
        }
        String state = to.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String line = "the circuit breaker " + breaker.name() + " is " + state + ": " + why;
        String before = since == 0 ? "" : "; it became so " + since + " times since the last such line";
        if (to == BreakerState.OPEN) {
            String openFor = Durations.format(breaker.settings().openForNanos());
            log.warn(line + "; no attempt is made for " + openFor + before);
        } else if (to == BreakerState.CLOSED) {
            log.warn(line + before); // who has read that it is open must also read this
        } else {
            log.info(line + before);
        }
    }

    private synchronized LogLimit limitOf(String key) {
        LogLimit limit = breakers.get(key);
        if (limit == null) {
            if (breakers.size() >= AgentStatus.MAX_KEPT) {
                breakers.clear(); // of rules that came and went; at worst a line comes sooner
            }
            limit = new LogLimit();
            breakers.put(key, limit);
        }
        return limit;
    }
}
