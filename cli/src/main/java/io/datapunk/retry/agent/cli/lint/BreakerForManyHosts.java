package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.ManyHosts;
import io.datapunk.retry.agent.rules.WarningId;

/** A circuit breaker before a client of many hosts, where the rule does not name the client itself. */
final class BreakerForManyHosts implements MethodLint {

    @Override
    public WarningId id() {
        return WarningId.BREAKER_FOR_MANY_HOSTS;
    }

    @Override
    public String look(MatchedMethod method) {
        if (method.rule().circuitBreaker() == null
                || ManyHosts.isNamedBy(method.rule().match())) {
            return null; // the reading of the rules has told it
        }
        String client = ManyHosts.client(method.supertypes());
        return client == null ? null : method + ": " + ManyHosts.message(client);
    }
}
