package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.cli.lint.ClassCode.Call;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.WarningId;
import io.datapunk.retry.policy.Nested;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds methods that are retried and call others that are retried, as far as the code names them: a call through an
 * interface is not seen. Not thread-safe.
 */
final class NestedRetries {

    /** In the order in which they were found, class by class. */
    private final Map<String, MatchedMethod> retried = new LinkedHashMap<>();

    /** Name and descriptor of each. */
    private final Set<String> keys = new HashSet<>();

    /** A method that a rule gets. */
    void add(MatchedMethod method) {
        retried.put(method.type().name() + '.' + method.key(), method);
        keys.add(method.key());
    }

    /** Adds a warning for each pair of methods. */
    void look(Lints lints) {
        for (MatchedMethod outer : retried.values()) {
            Set<MatchedMethod> told = new HashSet<>();
            ClassCode code = outer.code();
            for (Call call : code == null ? new ArrayList<Call>(0) : code.by(outer.key())) {
                MatchedMethod inner = resolve(call, outer.classes());
                if (inner != null && inner != outer && told.add(inner)) {
                    lints.add(new Warning(
                            WarningId.NESTED_RETRIES, outer.rule().name(), outer.toString(), message(outer, inner)));
                }
            }
        }
    }

    /** The method that the code names, or the one that its class inherits. */
    private MatchedMethod resolve(Call call, CheckedClasses classes) {
        MatchedMethod direct = retried.get(call.owner() + '.' + call.method());
        if (direct != null || !keys.contains(call.method())) {
            return direct; // supertypes take longer to find
        }
        for (String type : classes.supertypes(call.owner().replace('/', '.'))) {
            MatchedMethod inherited = retried.get(type.replace('.', '/') + '.' + call.method());
            if (inherited != null) {
                return inherited;
            }
        }
        return null;
    }

    private static String message(MatchedMethod outer, MatchedMethod inner) {
        String calls = outer + " calls " + inner + ", which "
                + (inner.rule() == outer.rule()
                        ? "this rule"
                        : "the rule " + inner.rule().name()) + " retries as well: ";
        if (outer.rule().policy().nested() == Nested.INNERMOST) {
            return calls
                    + "what it has given up on is not retried once more (nested: innermost); if the outer one makes"
                    + " the connection that the inner one uses, keep the outer one alone, or give it nested: allow";
        }
        return calls + "with nested: allow the attempts multiply, up to " + attempts(outer.rule()) + " times "
                + attempts(inner.rule())
                + "; keep the outer one if it makes the connection that the inner one uses, else"
                + " the inner one";
    }

    private static String attempts(RetryRule rule) {
        int attempts = rule.policy().maxAttempts();
        return attempts == RetryPolicy.UNLIMITED ? "unlimited" : String.valueOf(attempts);
    }
}
