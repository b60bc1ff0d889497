package io.datapunk.retry.agent.rules;

import java.util.ArrayList;
import java.util.List;

/** Names the keys that are read and checked but have no effect in this version: nobody is to rely on them. Stateless. */
public final class NotYet {

    private NotYet() {}

    /** One line a rule that has such keys. */
    public static List<String> warnings(RuleSet rules) {
        List<String> warnings = new ArrayList<>();
        for (RetryRule rule : rules.rules()) {
            List<String> keys = new ArrayList<>();
            add(keys, "async-executor", !rule.asyncExecutor().equals("common"));
            add(keys, "retry-after-emission", rule.retryAfterEmission());
            if (!keys.isEmpty()) {
                warnings.add(rule.mark() + ": rule " + rule.name() + ": " + Values.join(keys)
                        + ": read and checked, but without effect in this version");
            }
        }
        return warnings;
    }

    private static void add(List<String> keys, String key, boolean isSaid) {
        if (isSaid) {
            keys.add(key);
        }
    }
}
