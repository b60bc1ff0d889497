package io.datapunk.retry.agent.woven;

import io.datapunk.retry.agent.binding.RuleBinding;
import io.datapunk.retry.agent.binding.UnfitRuleException;
import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.inforce.RulesInForce;
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
import java.util.List;

/**
 * Makes the woven method of a method from its rule, and swaps what its calls begin with when the rules change.
 * Thread-safe.
 */
public final class WovenMethods {

    private final WovenMethodRegistry registry;
    private final RetryEngine engine;
    private final MethodGuards guards;
    private final SystemTimer timer;
    private final RuleBinding binding;
    private final WovenMethodListener listener;
    private final CurrentRules current;

    /** Makes woven methods in this registry. */
    public WovenMethods(
            CurrentRules current,
            WovenMethodRegistry registry,
            RetryEngine engine,
            MethodGuards guards,
            SystemTimer timer,
            ErrorReporter problems,
            WovenMethodListener listener) {
        this.current = current;
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
        RulesInForce inForce = current.get();
        // A class may have been matched by rules that have been replaced meanwhile: the values are those in force.
        RetryRule newest = inForce.byName().get(rule.name());
        RetryPolicy policy = bind(newest == null ? rule : newest, loader, method);
        WovenMethod woven = registry.wovenMethodOf(loader, className, method, rule.name());
        woven.isWovenItself(true);
        if (woven.followedType() != null) {
            engine.prepareAsync();
        }
        registry.setup(woven, isOff(newest, inForce) ? null : setup(policy, newest, woven));
        return woven;
    }

    /**
     * The woven method that a method of a generated proxy stands for, made where the class that it stands for has none
     * yet.
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
        RulesInForce inForce = current.get();
        RetryRule newest = inForce.byName().get(rule.name());
        RetryPolicy policy = bind(newest == null ? rule : newest, loader, method);
        WovenMethod woven =
                registry.wovenMethodOf(registry.loaderOf(loader, className), className, method, rule.name());
        registry.proxyOf(woven, loader, proxy);
        if (woven.setup() == null) {
            registry.setup(woven, isOff(newest, inForce) ? null : setup(policy, newest, woven));
        }
        return woven;
    }

    /**
     * Swaps what the calls of every woven method begin with: from now on the rules in force govern them. A method whose
     * rule is gone, or switched off by hand, runs as if not woven; its counters stay, and its guards unless the rule is
     * gone.
     */
    public synchronized void useRulesInForce() {
        RulesInForce inForce = current.get();
        for (RetryRule rule : inForce.byName().values()) {
            if (rule.policy().attemptTimeoutNanos() > 0) {
                timer.start(); // here, where its thread inherits nothing from a thread of the application
            }
        }
        for (WovenMethod woven : registry.all()) {
            RetryRule rule = inForce.byName().get(woven.rule());
            try {
                registry.setup(woven, isOff(rule, inForce) ? null : setup(bind(rule, woven), rule, woven));
            } catch (UnfitRuleException e) {
                registry.setup(woven, null); // reported when its class is transformed again
            }
        }
        forgetUnusedGuards(inForce);
    }

    /** Switched off by hand, no method has guards: they are looked through once rules are switched on. */
    private void forgetUnusedGuards(RulesInForce inForce) {
        if (!inForce.isSwitchedOff()) {
            guards.keepOnly(registry.all(), inForce.byName());
        }
    }

    /** Forgets what belongs to class loaders that were collected; gives the woven methods. */
    public synchronized List<WovenMethod> forgetGone() {
        List<WovenMethod> gone = registry.forgetGone();
        if (!gone.isEmpty()) {
            forgetUnusedGuards(current.get());
        }
        return gone;
    }

    /** Switches off the woven methods of a class but these; gives those that were on. */
    public synchronized List<WovenMethod> keepOnly(List<WovenMethod> kept, ClassLoader loader, String className) {
        List<WovenMethod> off = registry.keepOnly(kept, loader, className);
        for (WovenMethod woven : off) {
            registry.setup(woven, null);
        }
        return off;
    }

    private static boolean isOff(RetryRule rule, RulesInForce inForce) {
        return rule == null || inForce.isSwitchedOff() || rule.policy().mode() == Mode.OFF;
    }

    private MethodRetry setup(RetryPolicy policy, RetryRule rule, final WovenMethod woven) {
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

    private RetryPolicy bind(RetryRule rule, WovenMethod woven) throws UnfitRuleException {
        return bind(rule, woven.classLoader(), woven.signature());
    }

    private RetryPolicy bind(RetryRule rule, ClassLoader loader, WovenSignature method) throws UnfitRuleException {
        return binding.bind(rule, loader, method.signature(), method.returnType(), method.carried());
    }
}
