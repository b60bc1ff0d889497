package io.datapunk.retry.agent.reload;

import io.datapunk.retry.agent.match.ClassIndex;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.weave.RetryTransformer;
import io.datapunk.retry.agent.woven.WovenMethods;
import io.datapunk.retry.call.RetryEngine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rules in force. New ones take effect for calls that begin after {@link #apply}; calls under way end by those that they
 * began with. Thread-safe.
 */
public final class LiveRules {

    private final RetryTransformer transformer;
    private final WovenMethods wovenMethods;
    private final RetryEngine engine;
    private final AgentStatus status;
    private final Retransformation retransformation;
    /** By which rules classes were transformed last: one set, and more where a transformation has thrown on its way. */
    private final List<Transformed> transformed = new ArrayList<>();

    private final Object switchingByHand = new Object();
    private final Object switching = new Object();
    private boolean enabled = true;
    private boolean switchedOff;

    /** No rules are in force yet. */
    public LiveRules(
            RetryTransformer transformer,
            WovenMethods wovenMethods,
            RetryEngine engine,
            AgentStatus status,
            Retransformation retransformation) {
        this.transformer = transformer;
        this.wovenMethods = wovenMethods;
        this.engine = engine;
        this.status = status;
        this.retransformation = retransformation;
        this.transformed.add(new Transformed(Collections.<RetryRule>emptyList()));
    }

    /**
     * Puts rules in force, in place of those before. Where the JVM throws while it transforms classes again, that is made up
     * for by the next call, also with the same rules.
     *
     * @return how many classes had to be transformed again
     */
    public synchronized int apply(RuleSet next) {
        // Switched off, the agent has no rules: all else follows from that.
        List<RetryRule> rules = next.enabled() ? next.rules() : Collections.<RetryRule>emptyList();
        Transformed now = new Transformed(rules);
        transformer.use(now.index);
        wovenMethods.swapSetups(rules);
        synchronized (switching) {
            enabled = next.enabled();
            stopOrResume();
        }
        status.rulesInForce(next);
        return transformAgain(now);
    }

    private int transformAgain(Transformed now) {
        List<Transformed> others = new ArrayList<>();
        for (Transformed one : transformed) {
            if (!one.hasShapesOf(now)) {
                others.add(one);
            }
        }
        // Until all is done, classes may be as these rules want them, or as those before did.
        if (others.size() == transformed.size()) {
            transformed.add(now);
        }
        int count = 0;
        for (Transformed one : others) {
            count += retransformation.run(one.index, now.index);
        }
        transformed.clear();
        transformed.add(now);
        return count;
    }

    /**
     * Switches everything off, within one call, or on again as far as the rules do: those who wait wake up, classes stay as
     * they are. New rules do not switch it on.
     */
    public void setEnabled(boolean on) {
        // Without the lock of apply, which may transform classes for seconds.
        synchronized (switchingByHand) {
            wovenMethods.standAside(!on);
            synchronized (switching) {
                switchedOff = !on;
                stopOrResume();
            }
            status.switchedOff(!on);
        }
    }

    /** Forgets methods whose class loaders were collected, with their counters and guards. */
    public void forgetGone() {
        status.unwoven(wovenMethods.forgetGone());
    }

    private void stopOrResume() {
        if (enabled && !switchedOff) {
            engine.waiters().resume();
        } else {
            engine.waiters().stop();
        }
    }

    /** Rules by which classes were transformed. Immutable. */
    private static final class Transformed {
        final List<RetryRule> rules;
        final ClassIndex index;

        Transformed(List<RetryRule> rules) {
            this.rules = rules;
            this.index = new ClassIndex(rules);
        }

        boolean hasShapesOf(Transformed other) {
            return rules.size() == other.rules.size() && shapes().equals(other.shapes());
        }

        private List<String> shapes() {
            List<String> shapes = new ArrayList<>(rules.size());
            for (RetryRule rule : rules) {
                shapes.add(RuleShape.of(rule));
            }
            return shapes;
        }
    }
}
