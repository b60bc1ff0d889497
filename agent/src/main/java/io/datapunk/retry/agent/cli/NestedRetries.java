package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.match.ClassFile;
import io.datapunk.retry.agent.match.Supertypes;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.weave.MethodCalls;
import io.datapunk.retry.policy.Nested;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds methods that are retried and call others that are retried, as far as the code names them: a call through an interface
 * is not seen. Not thread-safe.
 */
final class NestedRetries {

    /** Told of each rule; of more there is a number. */
    private static final int MAX_TOLD = 3;

    private final Map<String, Retried> retried = new HashMap<>();

    /** A method that a rule gets. */
    void add(RetryRule rule, ClassFile type, ClassFile.MethodInfo method) {
        retried.put(type.name() + '.' + method.name() + method.descriptor(), new Retried(rule, type, method));
    }

    /** Adds a warning to the report of each rule whose methods call others that are retried. */
    void warn(ClassScan scan, Supertypes supertypes, Map<RetryRule, RuleReport> reports) {
        Map<RetryRule, List<String>> found = new HashMap<>();
        for (Retried outer : retried.values()) {
            for (MethodCalls.Call call : callsOf(outer, scan)) {
                Retried inner = resolve(call, scan, supertypes);
                if (inner != null && inner != outer) {
                    List<String> ofRule = found.get(outer.rule);
                    if (ofRule == null) {
                        ofRule = new ArrayList<>();
                        found.put(outer.rule, ofRule);
                    }
                    String line = warning(outer, inner);
                    if (!ofRule.contains(line)) {
                        ofRule.add(line);
                    }
                }
            }
        }
        for (Map.Entry<RetryRule, List<String>> ofRule : found.entrySet()) {
            List<String> lines = ofRule.getValue();
            List<String> warnings = reports.get(ofRule.getKey()).warnings;
            Collections.sort(lines);
            warnings.addAll(lines.subList(0, Math.min(MAX_TOLD, lines.size())));
            if (lines.size() > MAX_TOLD) {
                warnings.add(lines.size() - MAX_TOLD + " more of its methods call methods that are retried");
            }
        }
    }

    private static List<MethodCalls.Call> callsOf(Retried outer, ClassScan scan) {
        try {
            return MethodCalls.of(scan.get(outer.type.name()).bytes)
                    .by(outer.method.name() + outer.method.descriptor());
        } catch (IllegalArgumentException e) {
            return new ArrayList<>(0); // newer than what can be read: the agent would leave it alone
        }
    }

    /** The method that the code names, or the one that its class inherits. */
    private Retried resolve(MethodCalls.Call call, ClassScan scan, Supertypes supertypes) {
        Retried direct = retried.get(call.owner() + '.' + call.method());
        ClassScan.Found owner = direct == null ? scan.get(call.owner()) : null;
        if (owner == null) {
            return direct;
        }
        for (String type : supertypes.of(ClassFile.read(owner.bytes))) {
            Retried inherited = retried.get(type.replace('.', '/') + '.' + call.method());
            if (inherited != null) {
                return inherited;
            }
        }
        return null;
    }

    private static String warning(Retried outer, Retried inner) {
        String calls = outer + " calls " + inner + ", which "
                + (inner.rule == outer.rule ? "this rule" : "the rule " + inner.rule.name()) + " retries as well: ";
        if (outer.rule.policy().nested() == Nested.INNERMOST) {
            return calls + "what it has retried in vain is not retried once more (nested: innermost)";
        }
        return calls + "with nested: allow the attempts multiply, up to " + attempts(outer.rule) + " times "
                + attempts(inner.rule) + "; retry one of them, or leave nested out";
    }

    private static String attempts(RetryRule rule) {
        int attempts = rule.policy().maxAttempts();
        return attempts == RetryPolicy.UNLIMITED ? "unlimited" : String.valueOf(attempts);
    }

    private static final class Retried {
        final RetryRule rule;
        final ClassFile type;
        final ClassFile.MethodInfo method;

        Retried(RetryRule rule, ClassFile type, ClassFile.MethodInfo method) {
            this.rule = rule;
            this.type = type;
            this.method = method;
        }

        @Override
        public String toString() {
            return type.name().replace('/', '.') + "." + method.signature();
        }
    }
}
