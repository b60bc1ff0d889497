package io.datapunk.retry.agent.site;

import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.call.RetrySetup;
import io.datapunk.retry.outcome.Problems;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;

/**
 * Makes the site of a method from its rule: what a rule leaves open until the method is known (the type of a value to
 * return, the class loader of a custom backoff) is settled here.
 *
 * <p>Thread-safe.
 */
public final class SiteFactory {

    private final SiteRegistry registry;
    private final RetrySetup.Engine engine;
    private final Problems problems;

    /** A factory of sites in this registry. */
    public SiteFactory(SiteRegistry registry, RetrySetup.Engine engine, Problems problems) {
        this.registry = registry;
        this.engine = engine;
        this.problems = problems;
    }

    /**
     * The site of a method, with the setup that its rule asks for.
     *
     * @throws UnfitRuleException where the rule does not fit the method, which is then left alone
     */
    public Site make(ClassLoader loader, String className, WovenSignature method, RetryRule rule)
            throws UnfitRuleException {
        RetryPolicy policy = fit(rule, loader, method);
        Site site = registry.siteOf(loader, className, method.signature(), method.descriptor(), rule.name());
        site.setup(policy.mode() == Mode.OFF ? null : new RetrySetup(policy, site.metrics(), engine));
        return site;
    }

    private RetryPolicy fit(RetryRule rule, ClassLoader loader, WovenSignature method) throws UnfitRuleException {
        RetryPolicy.Builder policy = rule.policy().toBuilder();
        OnExhausted onExhausted = rule.policy().onExhausted();
        if (onExhausted.returnsValue()) {
            policy.onExhausted(OnExhausted.returning(
                    ReturnValues.fit(onExhausted.value(), method.returnType(), method.signature())));
        }
        if (rule.customBackoff() != null) {
            policy.backoff(CustomBackoffs.plan(rule.customBackoff(), loader, problems));
        }
        return policy.build();
    }

    /**
     * Why a rule cannot hold for a method that it names; {@code null} where it can. For those who only want to know.
     *
     * @param returnType as people write it
     */
    public static String unfit(RetryRule rule, String signature, String returnType) {
        OnExhausted onExhausted = rule.policy().onExhausted();
        if (!onExhausted.returnsValue()) {
            return null;
        }
        try {
            ReturnValues.fit(onExhausted.value(), returnType, signature);
            return null;
        } catch (UnfitRuleException e) {
            return e.getMessage();
        }
    }

    /** Whether the calls of a rule need their result, receiver or arguments looked at, which costs a little more. */
    public static boolean looksAtOutcome(RetryPolicy policy) {
        return policy.outcomes().looksAtResults()
                || policy.outcomes().looksAtReceiverOrArguments()
                || policy.onExhausted().returnsValue()
                || policy.discard().looksAtReceiverOrArguments()
                || policy.delayHint() != null && policy.delayHint().looksAtReceiverOrArguments();
    }

    /** What is to be known of a method for its site. Immutable. */
    public static final class WovenSignature {
        private final String signature;
        private final String descriptor;
        private final String returnType;

        /** Name and parameters, descriptor, and return type as people write it. */
        public WovenSignature(String signature, String descriptor, String returnType) {
            this.signature = signature;
            this.descriptor = descriptor;
            this.returnType = returnType;
        }

        String signature() {
            return signature;
        }

        String descriptor() {
            return descriptor;
        }

        String returnType() {
            return returnType;
        }
    }

    /** The rule cannot hold for this method; the message says why and what would fit. */
    public static final class UnfitRuleException extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitRuleException(String message) {
            super(message);
        }
    }
}
