package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.agent.rules.syntax.ProblemList;
import io.datapunk.retry.backoff.Durations;
import io.datapunk.retry.guard.BreakerSettings;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.function.DoubleSupplier;

/**
 * Warns of values of one rule that are right each by itself, and together make no sense. Not thread-safe: it holds one
 * rule.
 *
 * <p>A start reads rules as well, and loads this class for those that {@link RulesReader} suspects.
 */
final class Proportions implements DoubleSupplier {

    /** Retry-After counts whole seconds. */
    static final long LEAST_HINT_NANOS = 1_000_000_000L;

    /** Of waits that are looked at: a call that nothing else ends by then is in proportion. */
    private static final int MAX_WAITS = 1_000;

    /** From here on a service is busy: what needs more calls a second to work does not work for a quiet one. */
    private static final double BUSY_CALLS_PER_SECOND = 10;

    private final RetryRule rule;
    private final RetryPolicy policy;
    private final Node.Mapping map;
    private final ProblemList problems;
    private double chance;

    private Proportions(RetryRule rule, Node.Mapping map, ProblemList problems) {
        this.rule = rule;
        this.policy = rule.policy();
        this.map = map;
        this.problems = problems;
    }

    /**
     * Warns of a rule.
     *
     * @param map its keys, those of the defaults included
     */
    static void check(RetryRule rule, Node.Mapping map, ProblemList problems) {
        if (rule.policy().mode() != Mode.OFF) {
            new Proportions(rule, map, problems).check();
        }
    }

    private void check() {
        if (policy.maxAttempts() > 1) {
            if (rule.customBackoff() == null) { // whose waits are known to that class alone
                checkTimeout();
                checkBudget();
            }
            checkHint();
        }
        if (rule.circuitBreaker() != null) {
            checkBreaker(rule.circuitBreaker().settings());
        }
    }

    private void checkTimeout() {
        long timeout = policy.timeoutNanos();
        if (timeout == 0) {
            return;
        }
        long first = firstWait(0);
        if (first >= timeout) {
            warn(
                    WarningId.WAIT_PAST_TIMEOUT,
                    "timeout",
                    "timeout " + Durations.format(timeout) + " is over before the first wait ends, which is "
                            + Durations.format(first) + " at the least: nothing is ever retried; give a longer timeout"
                            + " or a shorter delay");
            return;
        }
        long attempt = policy.attemptTimeoutNanos();
        if (attempt > 0 && attempt >= timeout - first) {
            warn(
                    WarningId.ATTEMPT_PAST_TIMEOUT,
                    "attempt-timeout",
                    "an attempt of attempt-timeout " + Durations.format(attempt) + " and the first wait leave no time"
                            + " for another attempt within timeout " + Durations.format(timeout)
                            + ": an attempt that hangs is never repeated; give a longer timeout or a shorter"
                            + " attempt-timeout");
        }
        if (!checkSumOfWaits(timeout)) {
            checkMaxDelay(timeout);
        }
    }

    private boolean checkSumOfWaits(long timeout) {
        if (policy.maxAttempts() == RetryPolicy.UNLIMITED) {
            return false; // then it is timeout that ends the call, as somebody meant
        }
        long sum = 0;
        long wait = 0;
        for (int n = 1; n < policy.maxAttempts(); n++) {
            wait = wait(n, wait, 0);
            sum += wait;
            if (sum >= timeout || sum < 0) {
                warn(
                        WarningId.WAIT_PAST_TIMEOUT,
                        "timeout",
                        "the waits before attempt " + (n + 1) + " of " + policy.maxAttempts() + " are "
                                + Durations.format(sum < 0 ? Long.MAX_VALUE : sum) + " together at the least, and"
                                + " timeout is " + Durations.format(timeout) + ": that attempt is never made; give a"
                                + " longer timeout, shorter waits, or max-attempts " + n);
                return true;
            }
        }
        return false;
    }

    private void checkMaxDelay(long timeout) {
        Node backoff = map.get("backoff");
        boolean isGiven = backoff instanceof Node.Mapping && ((Node.Mapping) backoff).get("max-delay") != null;
        if (isGiven && policy.backoff().maxDelayNanos() > timeout) {
            warn(
                    WarningId.WAIT_PAST_TIMEOUT,
                    "backoff",
                    "max-delay " + Durations.format(policy.backoff().maxDelayNanos()) + " is above timeout "
                            + Durations.format(timeout) + ": a wait of that length is never begun; give a max-delay"
                            + " below it");
        }
    }

    /** A call by itself, of a method that is called seldom: does the budget give what its attempts need? */
    private void checkBudget() {
        BudgetSpec budget = rule.budget();
        if (budget == null) {
            return;
        }
        double most = Math.max(1, budget.minPerSecond());
        double balance = most;
        long passed = 0;
        long wait = 0;
        for (int n = 1; n < policy.maxAttempts() && n <= MAX_WAITS; n++) {
            wait = wait(n, wait, 0.5);
            passed += wait;
            if (policy.timeoutNanos() > 0 && passed >= policy.timeoutNanos() || passed < 0) {
                return;
            }
            balance = Math.min(most, balance + budget.minPerSecond() * (n == 1 ? 0 : wait) / 1e9);
            if (balance < 1) {
                warnOfBudget(budget, n);
                return;
            }
            balance -= 1;
        }
    }

    private void warnOfBudget(BudgetSpec budget, int denied) {
        double callsNeeded = budget.ratio() == 0 ? Double.POSITIVE_INFINITY : denied / budget.ratio();
        if (callsNeeded <= BUSY_CALLS_PER_SECOND) {
            return;
        }
        warn(
                WarningId.BUDGET_TOO_SMALL,
                "budget",
                "a budget of ratio " + percent(budget.ratio()) + " and min-per-second "
                        + plain(budget.minPerSecond()) + " gives a single call no more than " + (denied - 1)
                        + " retries"
                        + (Double.isInfinite(callsNeeded)
                                ? ""
                                : " as long as the rule has fewer than " + plain(Math.ceil(callsNeeded))
                                        + " calls a second")
                        + ", and "
                        + (policy.maxAttempts() == RetryPolicy.UNLIMITED
                                ? "max-attempts is unlimited"
                                : "max-attempts " + policy.maxAttempts() + " asks for " + (policy.maxAttempts() - 1))
                        + ": raise min-per-second, or lower max-attempts");
    }

    private void checkHint() {
        long maxDelay = policy.backoff().maxDelayNanos();
        if (policy.delayHint() != null && maxDelay < LEAST_HINT_NANOS) {
            warn(
                    WarningId.HINT_PAST_MAX_DELAY,
                    "delay-hint",
                    "max-delay " + Durations.format(maxDelay) + " is shorter than what servers ask for, whole seconds"
                            + " as a rule: a call with such an answer ends at once, as TimedOut; give a longer"
                            + " max-delay, or no delay-hint");
        }
    }

    private void checkBreaker(BreakerSettings breaker) {
        String name = rule.circuitBreaker().name();
        String shared = name == null
                ? "the circuit breaker, which all callers of a method share"
                : "the circuit breaker " + name + ", which others share";
        int failures = (int) Math.ceil(breaker.minimumCalls() * breaker.failureRate() - 1e-9);
        if (policy.maxAttempts() > 1 && policy.maxAttempts() >= failures) {
            warn(
                    WarningId.BREAKER_BY_ONE_CALL,
                    "circuit-breaker",
                    "one call makes "
                            + (policy.maxAttempts() == RetryPolicy.UNLIMITED
                                    ? "any number of attempts"
                                    : policy.maxAttempts() + " attempts")
                            + ", and " + failures + " failure(s) of " + breaker.minimumCalls() + " open " + shared
                            + ": a single call may shut out all others; raise minimum-calls, or lower max-attempts");
        }
        if (rule.customBackoff() == null && policy.maxAttempts() > 1 && breaker.openForNanos() <= firstWait(0.5)) {
            warn(
                    WarningId.OPEN_FOR_TOO_SHORT,
                    "circuit-breaker",
                    "open-for " + Durations.format(breaker.openForNanos()) + " is not longer than the first wait, "
                            + Durations.format(firstWait(0.5)) + ": a call that waits comes back when attempts are"
                            + " let through again, and no retry is ever kept away; give a longer open-for");
        }
        String client = ManyHosts.client(rule.match());
        if (client != null) {
            warn(WarningId.BREAKER_FOR_MANY_HOSTS, "circuit-breaker", ManyHosts.message(client));
        }
    }

    private long firstWait(double always) {
        return wait(1, 0, always);
    }

    private long wait(int n, long previous, double always) {
        chance = always;
        return policy.backoff().waitNanos(n, previous, this);
    }

    @Override
    public double getAsDouble() {
        return chance;
    }

    private void warn(WarningId id, String key, String message) {
        Node node = map.get(key);
        problems.warn(
                node == null ? map.mark() : node.mark(), node == null ? map.path() : node.path(), id.text(), message);
    }

    private static String percent(double share) {
        return plain(Math.rint(share * 1e6) / 1e4) + "%";
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
