package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.match.ClassFile.MethodInfo;
import io.datapunk.retry.agent.rules.RetryRule;
import java.util.Collections;
import java.util.List;

/** What the rules say of the methods of one class. Immutable. */
public final class ClassMatch {

    private final List<Matched> woven;
    private final List<Skipped> skipped;

    ClassMatch(List<Matched> woven, List<Skipped> skipped) {
        this.woven = Collections.unmodifiableList(woven);
        this.skipped = Collections.unmodifiableList(skipped);
    }

    /** The methods to weave, in the order of the class file. */
    public List<Matched> woven() {
        return woven;
    }

    /** The methods that a rule names but that are left alone. */
    public List<Skipped> skipped() {
        return skipped;
    }

    /** A method and the rule that it has. */
    public static final class Matched {
        private final MethodInfo method;
        private final RetryRule rule;

        Matched(MethodInfo method, RetryRule rule) {
            this.method = method;
            this.rule = rule;
        }

        /** The method. */
        public MethodInfo method() {
            return method;
        }

        /** The rule. */
        public RetryRule rule() {
            return rule;
        }
    }

    /** A method that a rule names, and why it is left alone all the same. */
    public static final class Skipped {
        private final MethodInfo method;
        private final RetryRule rule;
        private final String reason;

        Skipped(MethodInfo method, RetryRule rule, String reason) {
            this.method = method;
            this.rule = rule;
            this.reason = reason;
        }

        /** The method. */
        public MethodInfo method() {
            return method;
        }

        /** The rule. */
        public RetryRule rule() {
            return rule;
        }

        /** For people: what stands in the way, and what to do where something can be done. */
        public String reason() {
            return reason;
        }
    }
}
