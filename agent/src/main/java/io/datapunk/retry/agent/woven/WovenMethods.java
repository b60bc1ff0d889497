package io.datapunk.retry.agent.woven;

import io.datapunk.retry.agent.binding.RuleBinding;
import io.datapunk.retry.agent.binding.UnfitRuleException;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.call.CallListener;
import io.datapunk.retry.call.Decision;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemTimer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the woven method of a method from its rule, and swaps what its calls begin with when the rules change. Thread-safe. */
public final class WovenMethods {

    private final WovenMethodRegistry registry;
    private final RetryEngine engine;
    private final MethodGuards guards;
    private final SystemTimer timer;
    private final RuleBinding binding;
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
        this.binding = new RuleBinding(problems);
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
        RetryPolicy policy = bind(inForce == null ? rule : inForce, loader, method);
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
        RetryPolicy policy = bind(inForce == null ? rule : inForce, loader, method);
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
                        rule == null ? null : setup(bind(rule, woven.classLoader(), woven.signature()), rule, woven));
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

    private RetryPolicy bind(RetryRule rule, ClassLoader loader, WovenSignature method) throws UnfitRuleException {
        return binding.bind(rule, loader, method.signature(), method.returnType(), method.carried());
    }
}
