package io.datapunk.retry.agent.reload;

import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.inforce.RulesInForce;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.weave.RetryTransformer;
import io.datapunk.retry.agent.woven.WovenMethods;
import io.datapunk.retry.call.WaitRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes the rules in force. New rules take effect for calls that begin after {@link #apply}; calls under way end by
 * the rules that they began with. Thread-safe.
 */
public final class LiveRules {

    private final CurrentRules current;
    private final RetryTransformer transformer;
    private final WovenMethods wovenMethods;
    private final WaitRegistry waiters;
    private final AgentStatus status;
    private final Retransformation retransformation;

    /** By which rules classes were transformed last: one set, and more where a transformation has thrown on its way. */
    private final List<RulesInForce> transformed = new ArrayList<>();

    private final Object switchingByHand = new Object();
    private final Object waking = new Object();

    /** Changes these rules. */
    public LiveRules(
            CurrentRules current,
            RetryTransformer transformer,
            WovenMethods wovenMethods,
            WaitRegistry waiters,
            AgentStatus status,
            Retransformation retransformation) {
        this.current = current;
        this.transformer = transformer;
        this.wovenMethods = wovenMethods;
        this.waiters = waiters;
        this.status = status;
        this.retransformation = retransformation;
        this.transformed.add(current.get());
    }

    /**
     * Puts rules in force, in place of those before. Where the JVM throws while it transforms classes again, the next
     * call transforms what is missing, also with the same rules.
     *
     * @return how many classes had to be transformed again
     */
    public synchronized int apply(RuleSet next) {
        RulesInForce read = RulesInForce.of(next, System.currentTimeMillis());
        transformer.warmUp(read.index());
        RulesInForce now = current.replace(read);
        takeEffect();
        status.rulesChanged();
        return transformAgain(now);
    }

    private int transformAgain(RulesInForce now) {
        List<RulesInForce> others = new ArrayList<>();
        for (RulesInForce one : transformed) {
            if (!haveSameShapes(one, now)) {
                others.add(one);
            }
        }
        // Until all is done, classes may be as these rules want them, or as those before did.
        if (others.size() == transformed.size()) {
            transformed.add(now);
        }
        int count = 0;
        for (RulesInForce one : others) {
            count += retransformation.run(one.index(), now.index());
        }
        transformed.clear();
        transformed.add(now);
        return count;
    }

    private static boolean haveSameShapes(RulesInForce one, RulesInForce other) {
        return one.byName().size() == other.byName().size() && shapes(one).equals(shapes(other));
    }

    private static List<String> shapes(RulesInForce rules) {
        List<String> shapes = new ArrayList<>(rules.byName().size());
        for (RetryRule rule : rules.byName().values()) {
            shapes.add(RuleShape.of(rule));
        }
        return shapes;
    }

    /**
     * Switches retries off, within one call, or on again as far as the rules do: calls that wait for a retry wake up,
     * classes stay as they are. New rules do not switch them on.
     */
    public void setEnabled(boolean on) {
        // Without the lock of apply, which may transform classes for seconds.
        synchronized (switchingByHand) {
            current.switchOff(!on);
            takeEffect();
            status.switchedOff(!on);
        }
    }

    /**
     * Has calls that begin, and calls that wait, follow the rules in force. Where two threads change them, the last one
     * counts.
     */
    private void takeEffect() {
        wovenMethods.useRulesInForce();
        synchronized (waking) {
            if (current.get().isEnabled()) {
                waiters.resume();
            } else {
                waiters.stop();
            }
        }
    }

    /** Forgets methods whose class loaders were collected, with their counters and guards. */
    public void forgetGone() {
        status.weaving().unwoven(wovenMethods.forgetGone());
    }
}
