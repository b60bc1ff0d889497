package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.site.Site;
import io.datapunk.retry.call.RetrySetup;
import io.datapunk.retry.guard.CircuitBreaker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the woven methods a report shows one by one: those that were called, not all that are woven. Of a rule with hundreds of
 * called methods further ones are shown once a call has failed, up to a bound. What is shown stays shown as long as it is woven.
 * Not thread-safe.
 */
public final class ShownMethods {

    /** Methods of one rule that are shown because they were called. */
    public static final int CALLED_OF_A_RULE = 250;

    /** Methods of one rule that are shown at all. */
    public static final int MOST_OF_A_RULE = 1_000;

    /** What the names of breakers begin with that rules do not name. */
    private static final String OF_ONE_METHOD = "rule:";

    private IdentityHashMap<Site, Boolean> shown = new IdentityHashMap<>();
    private Map<String, Integer> ofRules = new HashMap<>();
    private IdentityHashMap<CircuitBreaker, Boolean> shownBreakers = new IdentityHashMap<>();
    private List<Site> others = new ArrayList<>();

    /** Other methods are woven than before. */
    public void woven(List<Site> sites) {
        IdentityHashMap<Site, Boolean> kept = new IdentityHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        List<Site> left = new ArrayList<>();
        for (Site site : sites) {
            if (shown.containsKey(site)) {
                kept.put(site, true);
                count(counts, site.rule());
            } else {
                left.add(site);
            }
        }
        shown = kept;
        ofRules = counts;
        others = left;
    }

    /** Looks for methods that were called meanwhile; gives those that are shown from now on. */
    public List<Site> look() {
        List<Site> called = new ArrayList<>(0);
        for (Site site : others) {
            if (isToBeShown(site)) {
                called.add(site);
                shown.put(site, true);
                count(ofRules, site.rule());
            }
        }
        if (!called.isEmpty()) {
            List<Site> left = new ArrayList<>(others.size() - called.size());
            for (Site site : others) {
                if (!shown.containsKey(site)) {
                    left.add(site);
                }
            }
            others = left;
        }
        return called;
    }

    private boolean isToBeShown(Site site) {
        if (!site.metrics().isUsed()) {
            return false;
        }
        Integer ofRule = ofRules.get(site.rule());
        int before = ofRule == null ? 0 : ofRule;
        return before < CALLED_OF_A_RULE
                || before < MOST_OF_A_RULE && site.metrics().hasFailed();
    }

    private static void count(Map<String, Integer> counts, String rule) {
        Integer before = counts.get(rule);
        counts.put(rule, before == null ? 1 : before + 1);
    }

    /** Those that are shown, as far as the last {@link #look} found. */
    public List<Site> all() {
        return new ArrayList<>(shown.keySet());
    }

    /** Whether one is shown, as {@link #all}. */
    public boolean isShown(Site site) {
        return shown.containsKey(site);
    }

    /** Of these the named ones, and those that belong to one method that is shown. */
    public List<CircuitBreaker> breakers(List<CircuitBreaker> all) {
        IdentityHashMap<CircuitBreaker, Boolean> there = new IdentityHashMap<>();
        for (Site site : shown.keySet()) {
            RetrySetup setup = site.setup();
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
