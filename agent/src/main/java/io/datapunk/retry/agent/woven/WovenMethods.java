package io.datapunk.retry.agent.woven;

import io.datapunk.retry.agent.match.AsyncReturns;
import io.datapunk.retry.agent.match.Descriptors;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.call.CallListener;
import io.datapunk.retry.call.Decision;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemTimer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the woven method of a method from its rule: what a rule leaves open until the method is known (the type of a value to
 * return, the class loader of a custom backoff) is settled here.
 *
 * <p>Thread-safe.
 */
public final class WovenMethods {

    private final WovenMethodRegistry registry;
    private final RetryEngine engine;
    private final MethodGuards guards;
    private final SystemTimer timer;
    private final ErrorReporter problems;
    private final WovenMethodListener listener;
    private Map<String, RetryRule> rules = Collections.emptyMap();
    private boolean standsAside;

    /** A factory of woven methods in this registry. */
    public WovenMethods(
            WovenMethodRegistry registry,
            RetryEngine engine,
            MethodGuards guards,
            SystemTimer timer,
            ErrorReporter problems,
            WovenMethodListener listener) {
        this.listener = listener;
        this.registry = registry;
        this.guards = guards;
        this.timer = timer;
        this.engine = engine;
        this.problems = problems;
    }

    /**
     * The woven method of a method, with the setup that its rule asks for.
     *
     * @throws UnfitRuleException where the rule does not fit the method, which is then left alone
     */
    public synchronized WovenMethod make(ClassLoader loader, String className, WovenSignature method, RetryRule rule)
            throws UnfitRuleException {
        // A class may have been matched by rules that have been replaced meanwhile: the values are those in force.
        RetryRule inForce = rules.get(rule.name());
        RetryPolicy policy = fit(inForce == null ? rule : inForce, loader, method);
        WovenMethod woven = registry.wovenMethodOf(loader, className, method, rule.name());
        woven.isWovenItself(true);
        if (woven.followedType() != null) {
            engine.prepareAsync();
        }
        registry.setup(woven, inForce == null || standsAside ? null : setup(policy, inForce, woven));
        return woven;
    }

    /**
     * The woven method that a method of a generated proxy stands for, made where the class that it stands for has none yet.
     *
     * @param proxy binary name of the proxy
     * @param className of the class or interface that it stands for
     * @param method as that declares it
     * @return the woven method, with {@link WovenMethod#proxyNumber()}
     * @throws UnfitRuleException where the rule does not fit the method, which is then left alone
     */
    public synchronized WovenMethod makeForProxy(
            ClassLoader loader, String proxy, String className, WovenSignature method, RetryRule rule)
            throws UnfitRuleException {
        RetryRule inForce = rules.get(rule.name());
        RetryPolicy policy = fit(inForce == null ? rule : inForce, loader, method);
        WovenMethod woven =
                registry.wovenMethodOf(registry.loaderOf(loader, className), className, method, rule.name());
        registry.proxyOf(woven, loader, proxy);
        if (woven.setup() == null) {
            registry.setup(woven, inForce == null || standsAside ? null : setup(policy, inForce, woven));
        }
        return woven;
    }

    /** Puts the values of these rules in force at every woven method; a woven method whose rule is gone runs as if not woven. */
    public synchronized void swapSetups(List<RetryRule> next) {
        Map<String, RetryRule> byName = new HashMap<>();
        for (RetryRule rule : next) {
            byName.put(rule.name(), rule);
            if (rule.policy().attemptTimeoutNanos() > 0) {
                timer.start(); // here, where no application's thread hands anything down to it
            }
        }
        rules = byName;
        if (!standsAside) {
            setAll();
            guards.keepOnly(registry.all(), rules);
        }
    }

    /** Forgets what belongs to class loaders that were collected; gives the woven methods. */
    public synchronized List<WovenMethod> forgetGone() {
        List<WovenMethod> gone = registry.forgetGone();
        if (!gone.isEmpty()
                && !standsAside) { // switched off, no woven method has guards: they are looked through when it is on
            guards.keepOnly(registry.all(), rules);
        }
        return gone;
    }

    /** Switches all woven methods off or on again, as they were; their counters and guards stay. */
    public synchronized void standAside(boolean off) {
        standsAside = off;
        if (!off) {
            swapSetups(new ArrayList<>(rules.values()));
            return;
        }
        for (WovenMethod woven : registry.all()) {
            registry.setup(woven, null);
        }
    }

    private void setAll() {
        for (WovenMethod woven : registry.all()) {
            RetryRule rule = rules.get(woven.rule());
            try {
                registry.setup(
                        woven,
                        rule == null ? null : setup(fit(rule, woven.classLoader(), woven.signature()), rule, woven));
            } catch (UnfitRuleException e) {
                registry.setup(woven, null); // told when its class is transformed again
            }
        }
    }

    /** Switches off the woven methods of a class but these; gives those that were on. */
    public synchronized List<WovenMethod> keepOnly(List<WovenMethod> kept, ClassLoader loader, String className) {
        List<WovenMethod> off = registry.keepOnly(kept, loader, className);
        for (WovenMethod woven : off) {
            registry.setup(woven, null);
        }
        return off;
    }

    private MethodRetry setup(RetryPolicy policy, RetryRule rule, final WovenMethod woven) {
        if (policy.mode() == Mode.OFF) {
            return null;
        }
        return new MethodRetry(policy, woven.metrics(), guards.of(woven, rule), engine, new CallListener() {
            @Override
            public void decided(Decision decision, AttemptOutcome last) {
                listener.decided(woven, decision, last);
            }

            @Override
            public void failedOtherwise(Throwable before, Throwable later, boolean beforeStands) {
                listener.failedOtherwise(woven, before, later, beforeStands);
            }
        });
    }

    private RetryPolicy fit(RetryRule rule, ClassLoader loader, WovenSignature method) throws UnfitRuleException {
        OnExhausted onExhausted = rule.policy().onExhausted();
        if (!onExhausted.returnsValue() && rule.customBackoff() == null) {
            return rule.policy(); // one for all methods
        }
        RetryPolicy.Builder policy = rule.policy().toBuilder();
        if (onExhausted.returnsValue()) {
            policy.onExhausted(fit(onExhausted, loader, method));
        }
        if (rule.customBackoff() != null) {
            policy.backoff(CustomBackoffs.plan(rule.customBackoff(), loader, problems));
        }
        return policy.build();
    }

    /** A future whose value does not fit fails as it would without: the method is retried all the same. */
    private OnExhausted fit(OnExhausted onExhausted, ClassLoader loader, WovenSignature method)
            throws UnfitRuleException {
        String type = method.returnType();
        if (!AsyncReturns.isFollowed(type)) {
            return OnExhausted.returning(ReturnValues.fit(onExhausted.value(), type, method.signature()));
        }
        try {
            return OnExhausted.returning(ReturnValues.fitCarried(
                    onExhausted.value(), method.carried(), method.signature(), loader, problems));
        } catch (UnfitRuleException e) {
            problems.report(e.getMessage(), e);
            return OnExhausted.RETHROW;
        }
    }

    /**
     * Why a rule cannot hold for a method that it names; {@code null} where it can. For those who only want to know.
     *
     * @param returnType as people write it
     */
    public static String unfit(RetryRule rule, String signature, String returnType) {
        OnExhausted onExhausted = rule.policy().onExhausted();
        if (!onExhausted.returnsValue() || AsyncReturns.isFollowed(returnType)) {
            return null;
        }
        try {
            ReturnValues.fit(onExhausted.value(), returnType, signature);
            return null;
        } catch (UnfitRuleException e) {
            return e.getMessage();
        }
    }

    /**
     * Why the value that a rule returns is not what a future or stream of a method carries, which then fails; {@code null} where it is.
     *
     * @param carried as people write it; {@code null}: not known
     */
    public static String unfitCarried(RetryRule rule, String signature, String carried) {
        OnExhausted onExhausted = rule.policy().onExhausted();
        if (!onExhausted.returnsValue()) {
            return null;
        }
        try {
            ReturnValues.fitCarried(onExhausted.value(), carried, signature, null, ErrorReporter.IGNORED);
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

    /** What is to be known of a method for its woven method. Immutable. */
    public static final class WovenSignature {
        private final String name;
        private final String descriptor;
        private final List<String> bridges;
        private final boolean runsElsewhere;
        private final String carried;

        /** Name, and descriptor as class files have it. */
        public WovenSignature(String name, String descriptor) {
            this(name, descriptor, Collections.<String>emptyList(), false, null);
        }

        /**
         * The same, of a method that proxies may stand before.
         *
         * @param bridges descriptors of the bridges to the method
         * @param runsElsewhere whether proxies hand its calls to another thread
         */
        public WovenSignature(String name, String descriptor, List<String> bridges, boolean runsElsewhere) {
            this(name, descriptor, bridges, runsElsewhere, null);
        }

        private WovenSignature(
                String name, String descriptor, List<String> bridges, boolean runsElsewhere, String carried) {
            this.name = name;
            this.descriptor = descriptor;
            this.bridges = bridges;
            this.runsElsewhere = runsElsewhere;
            this.carried = carried;
        }

        /**
         * The same, of a method whose future or stream carries this type.
         *
         * @param type as people write it; {@code null}: not known
         */
        public WovenSignature carrying(String type) {
            return new WovenSignature(name, descriptor, bridges, runsElsewhere, type);
        }

        String carried() {
            return carried;
        }

        /** Name and parameters as people write them. */
        String signature() {
            return Descriptors.signature(name, descriptor);
        }

        String name() {
            return name;
        }

        String descriptor() {
            return descriptor;
        }

        List<String> bridges() {
            return bridges;
        }

        boolean runsElsewhere() {
            return runsElsewhere;
        }

        /** As people write it. */
        String returnType() {
            return Descriptors.returnType(descriptor);
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
