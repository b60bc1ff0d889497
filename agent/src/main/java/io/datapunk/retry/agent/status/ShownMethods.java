package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.guard.CircuitBreaker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the woven methods a report shows one by one: those that were called, not all that are woven. Of a rule with
 * hundreds of called methods further ones are shown once a call has failed, up to a bound. What is shown stays shown as
 * long as it is woven. Not thread-safe.
 */
public final class ShownMethods {

    /** Methods of one rule that are shown because they were called. */
    public static final int CALLED_OF_A_RULE = 250;

    /** Methods of one rule that are shown at all. */
    public static final int MOST_OF_A_RULE = 1_000;

    /** What the names of breakers begin with that rules do not name. */
    private static final String OF_ONE_METHOD = "rule:";

    private IdentityHashMap<WovenMethod, Boolean> shown = new IdentityHashMap<>();
    private Map<String, Integer> ofRules = new HashMap<>();
    private IdentityHashMap<CircuitBreaker, Boolean> shownBreakers = new IdentityHashMap<>();
    private List<WovenMethod> others = new ArrayList<>();

    /** Other methods are woven than before. */
    public void woven(List<WovenMethod> wovenMethods) {
        IdentityHashMap<WovenMethod, Boolean> kept = new IdentityHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        List<WovenMethod> left = new ArrayList<>();
        for (WovenMethod woven : wovenMethods) {
            if (shown.containsKey(woven)) {
                kept.put(woven, true);
                count(counts, woven.rule());
            } else {
                left.add(woven);
            }
        }
        shown = kept;
        ofRules = counts;
        others = left;
    }

    /** Looks for methods that were called meanwhile; gives those that are shown from now on. */
    public List<WovenMethod> look() {
        List<WovenMethod> called = new ArrayList<>(0);
        for (WovenMethod woven : others) {
            if (isToBeShown(woven)) {
                called.add(woven);
                shown.put(woven, true);
                count(ofRules, woven.rule());
            }
        }
        if (!called.isEmpty()) {
            List<WovenMethod> left = new ArrayList<>(others.size() - called.size());
            for (WovenMethod woven : others) {
                if (!shown.containsKey(woven)) {
                    left.add(woven);
                }
            }
            others = left;
        }
        return called;
    }

    private boolean isToBeShown(WovenMethod woven) {
        if (!woven.metrics().isUsed()) {
            return false;
        }
        Integer ofRule = ofRules.get(woven.rule());
        int before = ofRule == null ? 0 : ofRule;
        return before < CALLED_OF_A_RULE
                || before < MOST_OF_A_RULE && woven.metrics().hasFailed();
    }

    private static void count(Map<String, Integer> counts, String rule) {
        Integer before = counts.get(rule);
        counts.put(rule, before == null ? 1 : before + 1);
    }

    /** Those that are shown, as far as the last {@link #look} found. */
    public List<WovenMethod> all() {
        return new ArrayList<>(shown.keySet());
    }

    /** Whether one is shown, as {@link #all}. */
    public boolean isShown(WovenMethod woven) {
        return shown.containsKey(woven);
    }

    /** Of these the named ones, and those that belong to one method that is shown. */
    public List<CircuitBreaker> breakers(List<CircuitBreaker> all) {
        IdentityHashMap<CircuitBreaker, Boolean> there = new IdentityHashMap<>();
        for (WovenMethod woven : shown.keySet()) {
            MethodRetry setup = woven.setup();
            if (setup != null && setup.guards().breaker() != null) {
                there.put(setup.guards().breaker(), true);
            }
        }
        List<CircuitBreaker> found = new ArrayList<>();
        IdentityHashMap<CircuitBreaker, Boolean> kept = new IdentityHashMap<>();
        for (CircuitBreaker breaker : all) {
            // Switched off by hand, methods have no setup, and keep their breakers.
            boolean isShown = there.containsKey(breaker) || shownBreakers.containsKey(breaker);
            if (isShown || !breaker.name().startsWith(OF_ONE_METHOD)) {
                found.add(breaker);
                kept.put(breaker, true);
            }
        }
        shownBreakers = kept;
        return found;
    }

    /** How many of the woven methods are not shown. */
    public int others() {
        return others.size();
    }
}
