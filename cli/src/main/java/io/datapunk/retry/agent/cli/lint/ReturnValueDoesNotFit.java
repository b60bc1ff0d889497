package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.binding.RuleBinding;
import io.datapunk.retry.agent.rules.WarningId;

/**
 * Values of {@code on-exhausted} that are not what a method's future or stream carries: its callers would fail where
 * they use it.
 */
final class ReturnValueDoesNotFit implements MethodLint {

    @Override
    public WarningId id() {
        return WarningId.RETURN_VALUE;
    }

    @Override
    public String look(MatchedMethod method) {
        return method.isAsynchronous()
                ? RuleBinding.unfitCarried(
                        method.rule(), method.toString(), method.method().carriedType())
                : null;
    }
}
