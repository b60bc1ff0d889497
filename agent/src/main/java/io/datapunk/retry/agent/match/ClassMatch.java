package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.classfile.MethodInfo;
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
        private final String standsFor;
        private final MethodInfo declared;
        private final List<String> bridges;
        private final boolean elsewhere;

        Matched(MethodInfo method, RetryRule rule) {
            this(method, rule, null, method);
        }

        /**
         * The same, and what proxies of it must know.
         *
         * @param descriptors of bridges to the method
         * @param elsewhere see {@link #runsElsewhere}
         */
        Matched behindProxies(List<String> descriptors, boolean elsewhere) {
            return descriptors.isEmpty() && !elsewhere
                    ? this
                    : new Matched(method, rule, standsFor, declared, descriptors, elsewhere);
        }

        /** A method of a generated proxy, in the place of another. */
        Matched(MethodInfo method, RetryRule rule, String standsFor, MethodInfo declared) {
            this(method, rule, standsFor, declared, Collections.<String>emptyList(), false);
        }

        private Matched(
                MethodInfo method,
                RetryRule rule,
                String standsFor,
                MethodInfo declared,
                List<String> bridges,
                boolean elsewhere) {
            this.bridges = bridges;
            this.elsewhere = elsewhere;
            this.method = method;
            this.rule = rule;
            this.standsFor = standsFor;
            this.declared = declared;
        }

        /** The method. */
        public MethodInfo method() {
            return method;
        }

        /** The rule. */
        public RetryRule rule() {
            return rule;
        }

        /**
         * Binary name of the class or interface that the method of a generated proxy is called and counted for;
         * {@code null} where the class is no such proxy.
         */
        public String standsFor() {
            return standsFor;
        }

        /** Descriptors of the methods of its class by which callers of a generic supertype reach it. */
        public List<String> bridges() {
            return bridges;
        }

        /** Whether proxies hand its calls to another thread. */
        public boolean runsElsewhere() {
            return elsewhere;
        }

        /** The method as that class or interface declares it; {@link #method()} itself where there is none. */
        public MethodInfo declared() {
            return declared;
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
