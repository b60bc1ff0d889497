package io.datapunk.retry.agent.woven;

import io.datapunk.retry.agent.binding.OpenExceptions;
import io.datapunk.retry.agent.rules.BreakerSpec;
import io.datapunk.retry.agent.rules.BudgetSpec;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.guard.WaitingLimit;
import io.datapunk.retry.outcome.ErrorReporter;
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
 * The guards of all woven methods: who shares a budget or a breaker by name has the same one, and new rules find those
 * that were there before, with their state. A rule that observes has its own, which nobody sees: it must not take from
 * the others.
 *
 * <p>Thread-safe.
 */
public final class MethodGuards {

    private static final String OBSERVING = "observing ";

    private final Clock clock;
    private final BreakerListener listener;
    private final ErrorReporter problems;
    private final Map<String, CircuitBreaker> breakers = new LinkedHashMap<>();
    private final Map<String, RetryBudget> budgets = new LinkedHashMap<>();
    private final Map<String, WaitingLimit> waitingLimits = new LinkedHashMap<>();
    /** By the name of the rule: what its methods have but for a breaker, once for all of them. */
    private final Map<String, Guards> withoutBreaker = new HashMap<>();

    private final IdentityHashMap<WovenMethod, RetryBudget> budgetOfMethod = new IdentityHashMap<>();

    /** No guard yet. */
    public MethodGuards(Clock clock, BreakerListener listener, ErrorReporter problems) {
        this.clock = clock;
        this.listener = listener;
        this.problems = problems;
    }

    /**
     * The guards of a woven method under a rule; made where they are new, with the rule's values where they are not.
     */
    synchronized Guards of(WovenMethod woven, RetryRule rule) {
        boolean observes = observes(rule);
        RetryBudget budget = rule.budget() == null ? null : budget(rule, observes);
        attach(woven, budget);
        Guards guards = withoutBreaker(rule, budget);
        if (rule.circuitBreaker() != null) {
            guards = guards.withBreaker(breaker(woven, rule, observes));
            String openException = rule.circuitBreaker().openException();
            if (openException != null) {
                guards = guards.withOpenFailure(new OpenExceptions(openException, woven.classLoader(), problems));
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

    /** The calls of a woven method count for its budget alone. */
    private void attach(WovenMethod woven, RetryBudget budget) {
        RetryBudget before = budget == null ? budgetOfMethod.remove(woven) : budgetOfMethod.put(woven, budget);
        if (before != null && before != budget) {
            before.detach(woven.metrics());
        }
        if (budget != null) {
            budget.attach(woven.metrics());
        }
    }

    private CircuitBreaker breaker(WovenMethod woven, RetryRule rule, boolean observes) {
        BreakerSpec spec = rule.circuitBreaker();
        String key = breakerKey(woven, rule, observes);
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
    private static String breakerKey(WovenMethod woven, RetryRule rule, boolean observes) {
        String name = rule.circuitBreaker().name();
        String own = "rule:" + rule.name() + ":" + woven.className() + "." + woven.method()
                + (woven.loader() == null ? "" : "@" + woven.loader());
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

    /** Forgets the guards of rules that are gone, and of woven methods other than these. */
    synchronized void keepOnly(List<WovenMethod> wovenMethods, Map<String, RetryRule> rules) {
        Set<String> budgetKeys = new HashSet<>();
        Set<String> breakerKeys = new HashSet<>();
        Set<String> ruleKeys = new HashSet<>();
        IdentityHashMap<WovenMethod, Boolean> kept = new IdentityHashMap<>();
        // By the rules first: a rule that takes the place of another has no method yet.
        for (RetryRule rule : rules.values()) {
            keepOf(rule, budgetKeys, breakerKeys);
            ruleKeys.add(rule.name());
        }
        for (WovenMethod woven : wovenMethods) {
            RetryRule rule = rules.get(woven.rule());
            if (rule != null && woven.setup() != null) {
                kept.put(woven, true);
                if (rule.circuitBreaker() != null) {
                    breakerKeys.add(breakerKey(woven, rule, observes(rule)));
                }
            }
        }
        for (WovenMethod woven : new ArrayList<>(budgetOfMethod.keySet())) {
            if (!kept.containsKey(woven)) {
                attach(woven, null);
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
