package io.datapunk.retry.agent.reload;

import io.datapunk.retry.agent.rules.MatchSpec;
import io.datapunk.retry.agent.rules.RetryRule;

/**
 * All of a rule that decides which code is woven into which methods. Rules of equal shape differ in values alone, which
 * are swapped without touching a class. Stateless.
 */
final class RuleShape {

    private RuleShape() {}

    /** Equal texts for equal shapes. */
    static String of(RetryRule rule) {
        return rule.name()
                + '|'
                + of(rule.match())
                + '|'
                + rule.allowSynchronized()
                + '|'
                + rule.looksAtOutcome()
                + '|'
                + rule.policy().onExhausted();
    }

    /** As {@link #of(RetryRule)}, for a method that the rule matches, whatever it matches besides. */
    static String ofMethod(RetryRule rule) {
        return rule.name() + '|' + rule.looksAtOutcome() + '|' + rule.policy().onExhausted();
    }

    private static String of(MatchSpec spec) {
        return spec.classes() + "|" + spec.subtypeOf() + spec.annotatedWith() + spec.methods() + spec.returns()
                + spec.jars() + (spec.targetGoverns() ? "target" : "")
                + (spec.exclude() == null ? "" : "!" + of(spec.exclude()));
    }
}
