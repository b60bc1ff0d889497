package io.datapunk.retry.agent.inforce;

import io.datapunk.retry.agent.match.ClassIndex;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules that new calls and new classes get, and whether they are enabled. Immutable. */
public final class RulesInForce {

    /** Of a JVM in which no rules were ever read. */
    static final RulesInForce NONE = new RulesInForce(null, 0, Collections.<RetryRule>emptyList());

    private final RuleSet ruleSet;
    private final long readAtMillis;
    private final boolean switchedOff;
    private final Map<String, RetryRule> byName;
    private final ClassIndex index;

    private RulesInForce(RuleSet ruleSet, long readAtMillis, List<RetryRule> active) {
        this.ruleSet = ruleSet;
        this.readAtMillis = readAtMillis;
        this.switchedOff = false;
        Map<String, RetryRule> named = new LinkedHashMap<>();
        for (RetryRule rule : active) {
            named.put(rule.name(), rule);
        }
        this.byName = Collections.unmodifiableMap(named);
        this.index = new ClassIndex(active);
    }

    private RulesInForce(RulesInForce same, boolean switchedOff) {
        this.ruleSet = same.ruleSet;
        this.readAtMillis = same.readAtMillis;
        this.switchedOff = switchedOff;
        this.byName = same.byName;
        this.index = same.index;
    }

    /**
     * These rules, not switched off by hand. Where they say {@code enabled: false} no rule is active.
     *
     * @param readAtMillis when they were read, in milliseconds since 1970 UTC
     */
    public static RulesInForce of(RuleSet rules, long readAtMillis) {
        return new RulesInForce(
                rules, readAtMillis, rules.enabled() ? rules.rules() : Collections.<RetryRule>emptyList());
    }

    /** The same rules, switched off by hand or not. */
    RulesInForce withSwitchedOff(boolean off) {
        return off == switchedOff ? this : new RulesInForce(this, off);
    }

    /** What was read; {@code null} where nothing ever was. */
    public RuleSet ruleSet() {
        return ruleSet;
    }

    /** When it was read, in milliseconds since 1970 UTC; 0 where nothing ever was. */
    public long readAtMillis() {
        return readAtMillis;
    }

    /** Whether calls are retried at all: the rules are enabled, and nobody has switched them off by hand. */
    public boolean isEnabled() {
        return ruleSet != null && ruleSet.enabled() && !switchedOff;
    }

    /**
     * Whether somebody has switched retries off by hand. Classes are woven all the same, for when they are switched on.
     */
    public boolean isSwitchedOff() {
        return switchedOff;
    }

    /** The active rules by name, in file order; none where the rules say {@code enabled: false}. */
    public Map<String, RetryRule> byName() {
        return byName;
    }

    /** The active rules, to find those of a class. */
    public ClassIndex index() {
        return index;
    }
}
