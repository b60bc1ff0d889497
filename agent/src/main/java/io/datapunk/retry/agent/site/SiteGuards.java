package io.datapunk.retry.agent.site;

import io.datapunk.retry.agent.rules.BreakerSpec;
import io.datapunk.retry.agent.rules.BudgetSpec;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.guard.WaitingLimit;
import io.datapunk.retry.outcome.Problems;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The guards of all sites: who shares a budget or a breaker by name has the same one, and new rules find those that were
 * there before, with their state. A rule that observes has its own, which nobody sees: it must not take from the others.
 *
 * <p>Thread-safe.
 */
public final class SiteGuards {

    private static final String OBSERVING = "observing ";

    private final Clock clock;
    private final BreakerListener listener;
    private final Problems problems;
    private final Map<String, CircuitBreaker> breakers = new LinkedHashMap<>();
    private final Map<String, RetryBudget> budgets = new LinkedHashMap<>();
    private final Map<String, WaitingLimit> waitingLimits = new LinkedHashMap<>();
    /** By the name of the rule: what its methods have but for a breaker, once for all of them. */
    private final Map<String, Guards> withoutBreaker = new HashMap<>();

    private final IdentityHashMap<Site, RetryBudget> budgetOfSite = new IdentityHashMap<>();

    /** No guard yet. */
    public SiteGuards(Clock clock, BreakerListener listener, Problems problems) {
        this.clock = clock;
        this.listener = listener;
        this.problems = problems;
    }

    /** The guards of a site under a rule; made where they are new, with the rule's values where they are not. */
    synchronized Guards of(Site site, RetryRule rule) {
        boolean observes = observes(rule);
        RetryBudget budget = rule.budget() == null ? null : budget(rule, observes);
        attach(site, budget);
        Guards guards = withoutBreaker(rule, budget);
        if (rule.circuitBreaker() != null) {
            guards = guards.withBreaker(breaker(site, rule, observes));
            String openException = rule.circuitBreaker().openException();
            if (openException != null) {
                guards = guards.withOpenFailure(new OpenExceptions(openException, site.classLoader(), problems));
            }
        }
        return guards;
    }

    /** The same for all methods of a rule. */
    private Guards withoutBreaker(RetryRule rule, RetryBudget budget) {
        WaitingLimit limit = rule.maxWaiting() == Integer.MAX_VALUE ? null : waitingLimit(rule);
        Guards guards = withoutBreaker.get(rule.name());
        if (guards == null || guards.budget() != budget || guards.waitingLimit() != limit) {
            guards = Guards.NONE.withBudget(budget).withWaitingLimit(limit);
            withoutBreaker.put(rule.name(), guards);
        }
        return guards;
    }

    private RetryBudget budget(RetryRule rule, boolean observes) {
        BudgetSpec spec = rule.budget();
        String key = budgetKey(rule, observes);
        RetryBudget budget = budgets.get(key);
        if (budget == null) {
            budget = new RetryBudget(key, spec.ratio(), spec.minPerSecond(), clock);
            budgets.put(key, budget);
        } else {
            budget.reconfigure(spec.ratio(), spec.minPerSecond());
        }
        return budget;
    }

    private static String budgetKey(RetryRule rule, boolean observes) {
        String name = rule.budget().name();
        return observes ? OBSERVING + rule.name() : name == null ? "rule:" + rule.name() : name;
    }

    /** The calls of a site count for its budget alone. */
    private void attach(Site site, RetryBudget budget) {
        RetryBudget before = budget == null ? budgetOfSite.remove(site) : budgetOfSite.put(site, budget);
        if (before != null && before != budget) {
            before.detach(site.metrics());
        }
        if (budget != null) {
            budget.attach(site.metrics());
        }
    }

    private CircuitBreaker breaker(Site site, RetryRule rule, boolean observes) {
        BreakerSpec spec = rule.circuitBreaker();
        String key = breakerKey(site, rule, observes);
        CircuitBreaker breaker = breakers.get(key);
        if (breaker == null) {
            breaker = new CircuitBreaker(key, spec.settings(), clock, observes ? BreakerListener.NONE : listener);
            breakers.put(key, breaker);
        } else {
            breaker.reconfigure(spec.settings());
        }
        return breaker;
    }

    /** Without a name each method has its own. */
    private static String breakerKey(Site site, RetryRule rule, boolean observes) {
        String name = rule.circuitBreaker().name();
        String own = "rule:" + rule.name() + ":" + site.className() + "." + site.method()
                + (site.loader() == null ? "" : "@" + site.loader());
        return observes ? OBSERVING + own : name == null ? own : name;
    }

    private WaitingLimit waitingLimit(RetryRule rule) {
        WaitingLimit limit = waitingLimits.get(rule.name());
        if (limit == null) {
            limit = new WaitingLimit(rule.maxWaiting());
            waitingLimits.put(rule.name(), limit);
        } else {
            limit.reconfigure(rule.maxWaiting());
        }
        return limit;
    }

    /** Forgets the guards of rules that are gone, and of sites other than these. */
    synchronized void keepOnly(List<Site> sites, Map<String, RetryRule> rules) {
        Set<String> budgetKeys = new HashSet<>();
        Set<String> breakerKeys = new HashSet<>();
        Set<String> ruleKeys = new HashSet<>();
        IdentityHashMap<Site, Boolean> kept = new IdentityHashMap<>();
        // By the rules first: a rule that takes the place of another has no method yet.
        for (RetryRule rule : rules.values()) {
            keepOf(rule, budgetKeys, breakerKeys);
            ruleKeys.add(rule.name());
        }
        for (Site site : sites) {
            RetryRule rule = rules.get(site.rule());
            if (rule != null && site.setup() != null) {
                kept.put(site, true);
                if (rule.circuitBreaker() != null) {
                    breakerKeys.add(breakerKey(site, rule, observes(rule)));
                }
            }
        }
        for (Site site : new ArrayList<>(budgetOfSite.keySet())) {
            if (!kept.containsKey(site)) {
                attach(site, null);
            }
        }
        budgets.keySet().retainAll(budgetKeys);
        breakers.keySet().retainAll(breakerKeys);
        waitingLimits.keySet().retainAll(ruleKeys);
        withoutBreaker.keySet().retainAll(ruleKeys);
    }

    /** What a rule has whatever its methods are. */
    private static void keepOf(RetryRule rule, Set<String> budgetKeys, Set<String> breakerKeys) {
        if (rule.budget() != null) {
            budgetKeys.add(budgetKey(rule, observes(rule)));
        }
        if (rule.circuitBreaker() != null && rule.circuitBreaker().name() != null && !observes(rule)) {
            breakerKeys.add(rule.circuitBreaker().name());
        }
    }

    private static boolean observes(RetryRule rule) {
        return rule.policy().mode() == Mode.OBSERVE;
    }

    /** The breakers of all rules that do more than observe. */
    public synchronized List<CircuitBreaker> breakers() {
        List<CircuitBreaker> seen = new ArrayList<>();
        for (Map.Entry<String, CircuitBreaker> breaker : breakers.entrySet()) {
            if (!breaker.getKey().startsWith(OBSERVING)) {
                seen.add(breaker.getValue());
            }
        }
        return seen;
    }

    /** The budgets of all rules that do more than observe. */
    public synchronized List<RetryBudget> budgets() {
        List<RetryBudget> seen = new ArrayList<>();
        for (Map.Entry<String, RetryBudget> budget : budgets.entrySet()) {
            if (!budget.getKey().startsWith(OBSERVING)) {
                seen.add(budget.getValue());
            }
        }
        return seen;
    }
}
