package io.datapunk.retry.agent.reload;

import io.datapunk.retry.agent.match.ClassIndex;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.site.SiteFactory;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.weave.RetryTransformer;
import io.datapunk.retry.call.RetrySetup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rules in force. New ones take effect for calls that begin after {@link #apply}; calls under way end by those that they
 * began with. Thread-safe.
 */
public final class LiveRules {

    private final RetryTransformer transformer;
    private final SiteFactory sites;
    private final RetrySetup.Engine engine;
    private final AgentStatus status;
    private final Retransformation retransformation;
    private List<RetryRule> rules = Collections.emptyList();
    private ClassIndex index = new ClassIndex(rules);
    private final Object switching = new Object();
    private boolean enabled = true;
    private boolean switchedOff;

    /** No rules are in force yet. */
    public LiveRules(
            RetryTransformer transformer,
            SiteFactory sites,
            RetrySetup.Engine engine,
            AgentStatus status,
            Retransformation retransformation) {
        this.transformer = transformer;
        this.sites = sites;
        this.engine = engine;
        this.status = status;
        this.retransformation = retransformation;
    }

    /**
     * Puts rules in force, in place of those before.
     *
     * @return how many classes had to be transformed again
     */
    public synchronized int apply(RuleSet next) {
        List<RetryRule> before = rules;
        ClassIndex indexBefore = index;
        // Switched off, the agent has no rules: all else follows from that.
        rules = next.enabled() ? next.rules() : Collections.<RetryRule>emptyList();
        index = new ClassIndex(rules);
        transformer.use(index);
        sites.swapSetups(rules);
        synchronized (switching) {
            enabled = next.enabled();
            stopOrResume();
        }
        status.rulesInForce(next);
        if (before.size() == rules.size() && shapes(before).equals(shapes(rules))) {
            return 0;
        }
        return retransformation.run(indexBefore, index);
    }

    /**
     * Switches everything off, within one call, or on again as far as the rules do: those who wait wake up, classes stay as
     * they are. New rules do not switch it on.
     */
    public void setEnabled(boolean on) {
        // Without the lock of apply, which may transform classes for seconds.
        sites.standAside(!on);
        synchronized (switching) {
            switchedOff = !on;
            stopOrResume();
        }
        status.switchedOff(!on);
    }

    /** Forgets methods whose class loaders were collected, with their counters and guards. */
    public void forgetGone() {
        status.unwoven(sites.forgetGone());
    }

    private void stopOrResume() {
        if (enabled && !switchedOff) {
            engine.waiters().resume();
        } else {
            engine.waiters().stop();
        }
    }

    private static List<String> shapes(List<RetryRule> rules) {
        List<String> shapes = new ArrayList<>(rules.size());
        for (RetryRule rule : rules) {
            shapes.add(RuleShape.of(rule));
        }
        return shapes;
    }
}
