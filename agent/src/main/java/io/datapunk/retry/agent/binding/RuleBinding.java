package io.datapunk.retry.agent.binding;

import io.datapunk.retry.agent.asynctype.AsyncTypes;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;

/**
 * Makes the policy of a method from its rule: what a rule leaves open until the method is known (the type of a value to
 * return, the class loader of a custom backoff) is settled here. Thread-safe.
 */
public final class RuleBinding {

    private final ErrorReporter problems;

    /** Reports what the application turns out not to have, at once or when it is needed. */
    public RuleBinding(ErrorReporter problems) {
        this.problems = problems;
    }

    /**
     * The policy of a rule for a method; the rule's own where nothing is left open.
     *
     * @param loader of the method's class; {@code null} for the bootstrap loader; held weakly
     * @param signature name and parameters as people write them
     * @param returnType as people write it
     * @param carried the type that a future or stream of the method carries; {@code null}: not known
     * @throws UnfitRuleException where the rule does not fit the method
     */
    public RetryPolicy bind(RetryRule rule, ClassLoader loader, String signature, String returnType, String carried)
            throws UnfitRuleException {
        OnExhausted onExhausted = rule.policy().onExhausted();
        if (!onExhausted.returnsValue() && rule.customBackoff() == null) {
            return rule.policy(); // one for all methods
        }
        RetryPolicy.Builder policy = rule.policy().toBuilder();
        if (onExhausted.returnsValue()) {
            policy.onExhausted(
                    AsyncTypes.isFollowed(returnType)
                            ? bindCarried(onExhausted, loader, signature, carried)
                            : OnExhausted.returning(ReturnValues.fit(onExhausted.value(), returnType, signature)));
        }
        if (rule.customBackoff() != null) {
            policy.backoff(CustomBackoffs.plan(rule.customBackoff(), loader, problems));
        }
        return policy.build();
    }

    /**
     * Where the value does not fit, the future fails as it does without a value, and the method is retried all the
     * same.
     */
    private OnExhausted bindCarried(OnExhausted onExhausted, ClassLoader loader, String signature, String carried) {
        try {
            return OnExhausted.returning(
                    ReturnValues.fitCarried(onExhausted.value(), carried, signature, loader, problems));
        } catch (UnfitRuleException e) {
            problems.report(e.getMessage(), e);
            return OnExhausted.RETHROW;
        }
    }

    /**
     * Why a rule cannot hold for a method that it names; {@code null} where it can. Binds nothing.
     *
     * @param returnType as people write it
     */
    public static String unfit(RetryRule rule, String signature, String returnType) {
        OnExhausted onExhausted = rule.policy().onExhausted();
        if (!onExhausted.returnsValue() || AsyncTypes.isFollowed(returnType)) {
            return null;
        }
        try {
            ReturnValues.fit(onExhausted.value(), returnType, signature);
            return null;
        } catch (UnfitRuleException e) {
            return e.getMessage();
        }
    }

    /**
     * Why the value that a rule returns is not what a future or stream of a method carries, which then fails;
     * {@code null} where it is. Binds nothing.
     *
     * @param carried as people write it; {@code null}: not known
     */
    public static String unfitCarried(RetryRule rule, String signature, String carried) {
        OnExhausted onExhausted = rule.policy().onExhausted();
        if (!onExhausted.returnsValue()) {
            return null;
        }
        try {
            ReturnValues.fitCarried(onExhausted.value(), carried, signature, null, ErrorReporter.IGNORED);
            return null;
        } catch (UnfitRuleException e) {
            return e.getMessage();
        }
    }
}
