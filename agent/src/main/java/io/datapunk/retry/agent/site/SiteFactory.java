package io.datapunk.retry.agent.site;

import io.datapunk.retry.agent.match.AsyncReturns;
import io.datapunk.retry.agent.match.Descriptors;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.call.CallListener;
import io.datapunk.retry.call.Decision;
import io.datapunk.retry.call.RetrySetup;
import io.datapunk.retry.outcome.Attempt;
import io.datapunk.retry.outcome.Problems;
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
 * Makes the site of a method from its rule: what a rule leaves open until the method is known (the type of a value to
 * return, the class loader of a custom backoff) is settled here.
 *
 * <p>Thread-safe.
 */
public final class SiteFactory {

    private final SiteRegistry registry;
    private final RetrySetup.Engine engine;
    private final SiteGuards guards;
    private final SystemTimer timer;
    private final Problems problems;
    private final SiteListener listener;
    private Map<String, RetryRule> rules = Collections.emptyMap();
    private boolean standsAside;

    /** A factory of sites in this registry. */
    public SiteFactory(
            SiteRegistry registry,
            RetrySetup.Engine engine,
            SiteGuards guards,
            SystemTimer timer,
            Problems problems,
            SiteListener listener) {
        this.listener = listener;
        this.registry = registry;
        this.guards = guards;
        this.timer = timer;
        this.engine = engine;
        this.problems = problems;
    }

    /**
     * The site of a method, with the setup that its rule asks for.
     *
     * @throws UnfitRuleException where the rule does not fit the method, which is then left alone
     */
    public synchronized Site make(ClassLoader loader, String className, WovenSignature method, RetryRule rule)
            throws UnfitRuleException {
        // A class may have been matched by rules that have been replaced meanwhile: the values are those in force.
        RetryRule inForce = rules.get(rule.name());
        RetryPolicy policy = fit(inForce == null ? rule : inForce, loader, method);
        Site site = registry.siteOf(loader, className, method, rule.name());
        site.isWovenItself(true);
        if (site.followedType() != null) {
            engine.prepareAsync();
        }
        registry.setup(site, inForce == null || standsAside ? null : setup(policy, inForce, site));
        return site;
    }

    /**
     * The site that a method of a generated proxy stands for, made where the class that it stands for has none yet.
     *
     * @param proxy binary name of the proxy
     * @param className of the class or interface that it stands for
     * @param method as that declares it
     * @return the site, with {@link Site#proxyNumber()}
     * @throws UnfitRuleException where the rule does not fit the method, which is then left alone
     */
    public synchronized Site makeForProxy(
            ClassLoader loader, String proxy, String className, WovenSignature method, RetryRule rule)
            throws UnfitRuleException {
        RetryRule inForce = rules.get(rule.name());
        RetryPolicy policy = fit(inForce == null ? rule : inForce, loader, method);
        Site site = registry.siteOf(registry.loaderOf(loader, className), className, method, rule.name());
        registry.proxyOf(site, loader, proxy);
        if (site.setup() == null) {
            registry.setup(site, inForce == null || standsAside ? null : setup(policy, inForce, site));
        }
        return site;
    }

    /** Puts the values of these rules in force at every site; a site whose rule is gone runs as if not woven. */
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

    /** Forgets what belongs to class loaders that were collected; gives the sites. */
    public synchronized List<Site> forgetGone() {
        List<Site> gone = registry.forgetGone();
        if (!gone.isEmpty()
                && !standsAside) { // switched off, no site has guards: they are looked through when it is on
            guards.keepOnly(registry.all(), rules);
        }
        return gone;
    }

    /** Switches all sites off or on again, as they were; their counters and guards stay. */
    public synchronized void standAside(boolean off) {
        standsAside = off;
        if (!off) {
            swapSetups(new ArrayList<>(rules.values()));
            return;
        }
        for (Site site : registry.all()) {
            registry.setup(site, null);
        }
    }

    private void setAll() {
        for (Site site : registry.all()) {
            RetryRule rule = rules.get(site.rule());
            try {
                registry.setup(
                        site, rule == null ? null : setup(fit(rule, site.classLoader(), site.signature()), rule, site));
            } catch (UnfitRuleException e) {
                registry.setup(site, null); // told when its class is transformed again
            }
        }
    }

    /** Switches off the sites of a class but these; gives those that were on. */
    public synchronized List<Site> keepOnly(List<Site> kept, ClassLoader loader, String className) {
        List<Site> off = registry.keepOnly(kept, loader, className);
        for (Site site : off) {
            registry.setup(site, null);
        }
        return off;
    }

    private RetrySetup setup(RetryPolicy policy, RetryRule rule, final Site site) {
        if (policy.mode() == Mode.OFF) {
            return null;
        }
        return new RetrySetup(policy, site.metrics(), guards.of(site, rule), engine, new CallListener() {
            @Override
            public void decided(Decision decision, Attempt last) {
                listener.decided(site, decision, last);
            }

            @Override
            public void failedOtherwise(Throwable before, Throwable later, boolean beforeStands) {
                listener.failedOtherwise(site, before, later, beforeStands);
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
            ReturnValues.fitCarried(onExhausted.value(), carried, signature, null, Problems.IGNORED);
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

    /** What is to be known of a method for its site. Immutable. */
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
