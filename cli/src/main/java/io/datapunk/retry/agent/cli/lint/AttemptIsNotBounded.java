package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;
import io.datapunk.retry.policy.RetryPolicy;

/**
 * Methods that block under an {@code attempt-timeout} that interrupts nothing: it judges what comes late, and bounds
 * nothing.
 */
final class AttemptIsNotBounded implements MethodLint {

    @Override
    public WarningId id() {
        return WarningId.ATTEMPT_NOT_BOUNDED;
    }

    @Override
    public String look(MatchedMethod method) {
        RetryPolicy policy = method.rule().policy();
        return policy.attemptTimeoutNanos() == 0 || policy.interruptsAttempts() || method.isAsynchronous()
                ? null
                : method
                        + " blocks, and attempt-timeout with interrupt: false does not bound it: an attempt "
                        + "that hangs is not"
                        + " ended; set a timeout of the client too";
    }
}
