package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Mark;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.Collections;
import java.util.Set;

/** One rule: which methods, and what is done for them. Immutable. */
public final class RetryRule {

    private final String name;
    private final Mark mark;
    private final MatchSpec match;
    private final RetryPolicy policy;
    private final CustomBackoffSpec customBackoff;
    private final boolean allowSynchronized;
    private final BudgetSpec budget;
    private final BreakerSpec circuitBreaker;
    private final int maxWaiting;
    private final Set<String> acceptedWarnings;

    RetryRule(String name, Mark mark, MatchSpec match, RuleReader values, Set<String> acceptedWarnings) {
        this.acceptedWarnings = Collections.unmodifiableSet(acceptedWarnings);
        this.name = name;
        this.mark = mark;
        this.match = match;
        this.policy = values.policy();
        this.customBackoff = values.customBackoff;
        this.allowSynchronized = values.allowSynchronized;
        this.budget = values.budget;
        this.circuitBreaker = values.circuitBreaker;
        this.maxWaiting = values.maxWaiting;
    }

    /** Its name, unique over all files. */
    public String name() {
        return name;
    }

    /** Where it stands. */
    public Mark mark() {
        return mark;
    }

    /** Which methods. */
    public MatchSpec match() {
        return match;
    }

    /** What is retried, how often, how long; the waits of a {@link #customBackoff()} are not in it. */
    public RetryPolicy policy() {
        return policy;
    }

    /** The operator's own backoff; {@code null}: the policy has one. */
    public CustomBackoffSpec customBackoff() {
        return customBackoff;
    }

    /** Whether methods are retried that hold a monitor while they wait. */
    public boolean allowSynchronized() {
        return allowSynchronized;
    }

    /** The retry budget; {@code null}: off. */
    public BudgetSpec budget() {
        return budget;
    }

    /** The circuit breaker; {@code null}: none. */
    public BreakerSpec circuitBreaker() {
        return circuitBreaker;
    }

    /** Ids of warnings that are known and meant. */
    public Set<String> acceptedWarnings() {
        return acceptedWarnings;
    }

    /** How many calls may wait at once; {@code Integer.MAX_VALUE}: unlimited. */
    public int maxWaiting() {
        return maxWaiting;
    }

    /** Whether its calls need their result, receiver or arguments looked at, which costs a little more. */
    public boolean looksAtOutcome() {
        return policy.outcomes().looksAtResults()
                || policy.outcomes().looksAtReceiverOrArguments()
                || policy.onExhausted().returnsValue()
                || policy.discard().looksAtReceiverOrArguments()
                || policy.delayHint() != null && policy.delayHint().looksAtReceiverOrArguments();
    }
}
