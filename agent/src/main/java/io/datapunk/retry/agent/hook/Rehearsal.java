package io.datapunk.retry.agent.hook;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.binding.UnfitRuleException;
import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.inforce.RulesInForce;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RulesException;
import io.datapunk.retry.agent.rules.RulesReader;
import io.datapunk.retry.agent.woven.MethodGuards;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.agent.woven.WovenMethodListener;
import io.datapunk.retry.agent.woven.WovenMethodRegistry;
import io.datapunk.retry.agent.woven.WovenMethods;
import io.datapunk.retry.agent.woven.WovenSignature;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.call.RetryGate;
import io.datapunk.retry.call.WaitRegistry;
import io.datapunk.retry.guard.BreakerListener;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.time.SystemTimer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Calls that fail in every way that rules can treat, made once on a thread of the agent's own: afterwards there is
 * nothing left that a call would load or initialise for the first time on the stack of an application. There a
 * StackOverflowError or an OutOfMemoryError could end an initialiser, and the JVM would refuse its class for good.
 *
 * <p>They are governed by rules and woven methods of their own, and nobody else sees them. For one thread.
 */
public final class Rehearsal {

    /** What rules can say that runs code of its own while a call fails. */
    private static final String RULES = "version: 1\n"
            + "defaults: {max-attempts: 2, backoff: {strategy: fixed, delay: 0ms, jitter: none}}\n"
            + "rules:\n"
            + "- {name: waits, match: {class: a.B}, backoff: {strategy: exponential, delay: 1ms}}\n"
            + "- name: guarded\n"
            + "  match: {subtype-of: java.util.concurrent.Callable, method: 'call(..)', jar: '*.jar', "
            + "exclude: {class: a.**}}\n"
            + "  timeout: 10s\n"
            + "  attempt-timeout: 5s\n"
            + "  max-waiting: 9\n"
            + "  circuit-breaker: {window: 2 calls, minimum-calls: 2, open-for: 1ms, "
            + "half-open-calls: 1, slow-call: 5s}\n"
            + "  on-exhausted: wrap\n"
            + "  retry-on: [{exception: java.io.IOException, message: '.*', property: getMessage, in: [a, b]}, "
            + "{exception: java.lang.RuntimeException, in-causes: true}, "
            + "java.util.concurrent.TimeoutException, {exception: java.lang.Exception, sql-state: ['08*']}]\n"
            + "  abort-on: [java.lang.IllegalStateException]\n"
            + "- name: results\n"
            + "  match: {annotated-with: a.B, returns: '*'}\n"
            + "  retry-if: [{status: [503], property: getStatus}, {property: getText, matches: no}, {equals: null}]\n"
            + "  delay-hint: getRetryAfter\n"
            + "  on-exhausted: {return: null}\n"
            + "- {name: released, match: {class: a.B}, retry-if: [{property: getText, in: [a]}], discard: close}\n"
            + "- {name: observed, match: {class: a.B}, mode: observe}\n"
            + "- {name: refused, match: {class: a.B}, budget: {ratio: 1%, min-per-second: 0}}\n"
            + "- {name: late, match: {class: a.B}, timeout: 1ms, backoff: {strategy: fixed, delay: 1s}}\n";

    /** Before Java 18 the JDK makes a class for a method that reflection calls more than 15 times. */
    private static final int CALLS_OF_ACCESSORS = 20;

    private final RetryHook hook;
    private final WovenMethods factory;
    private final List<RetryRule> rules;
    private final WaitRegistry waiters;

    /**
     * Calls with guards of their own.
     *
     * @param timer the one that real calls have; its thread is started
     * @param problems receives what goes wrong in the agent
     * @param listener receives each decision
     * @param breakers receives the changes of circuit breakers
     * @throws RulesException where the agent does not understand its own rules
     */
    public Rehearsal(SystemTimer timer, ErrorReporter problems, WovenMethodListener listener, BreakerListener breakers)
            throws RulesException {
        CurrentRules own = new CurrentRules();
        own.replace(RulesInForce.of(RulesReader.read("rehearsal", Collections.singletonMap("rehearsal", RULES)), 0));
        this.rules = own.get().ruleSet().rules();
        WovenMethodRegistry registry = new WovenMethodRegistry();
        RetryEngine engine = RetryEngine.system(timer, problems, CallResult.FAILURES);
        this.waiters = engine.waiters();
        MethodGuards guards = new MethodGuards(engine.clock(), breakers, problems);
        this.hook = new RetryHook(registry, problems);
        this.factory = new WovenMethods(own, registry, engine, guards, timer, problems, listener);
        factory.useRulesInForce();
    }

    /** The rules of the calls. */
    public List<RetryRule> rules() {
        return rules;
    }

    /** Calls of methods that return their results themselves. */
    public void run() throws UnfitRuleException {
        Throwable[] failures = {
            new IOException("a"),
            new IllegalStateException("b", new IOException()),
            new RuntimeException(new IOException("c")),
            new InterruptedException(),
            new AssertionError(),
            new StackOverflowError()
        };
        for (RetryRule rule : rules) {
            Object setup = wovenMethodOf(rule, "()Ljava/lang/Object;").setup();
            for (Throwable failure : failures) {
                call(setup, failure, null);
            }
            call(setup, failures[0], new Answer());
            for (int i = 0; i < CALLS_OF_ACCESSORS; i++) {
                call(setup, null, new Answer());
            }
            call(setup, null, null);
            Thread.currentThread().interrupt();
            call(setup, failures[0], null);
            Thread.interrupted();
        }
        waiters.stop();
        call(wovenMethodOf(rules.get(0), "()V").setup(), failures[0], null);
        waiters.resume();
    }

    /** One call whose first attempt ends as given, and the others, if a result is, with that. */
    private void call(Object setup, Throwable failure, Object result) {
        Object state = setup;
        long started = 0;
        long permit = 0;
        if (hook.doIsGuarded(state)) {
            state = hook.doBeginGuarded(state);
            started = hook.doStarted(state);
            permit = hook.doPermit(state);
            if (permit == RetryGate.REFUSED) {
                hook.doRefusal(state);
                return;
            }
        }
        Throwable thrown = failure;
        Object returned = failure == null ? result : null;
        while (true) {
            state = hook.doEnded(state, 0, started, permit, thrown, returned, this, new Object[] {result});
            if (!hook.doAgain(state)) {
                break;
            }
            if (result != null && thrown != null) { // as in methods whose results nobody looks at
                hook.doSucceeded(state, started, permit);
                return;
            }
        }
        if (state != null) {
            hook.doThrown(state, thrown);
            hook.doReturned(state, returned);
        }
    }

    /** Calls of methods that return a future. */
    public void runAsync() throws UnfitRuleException {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        for (RetryRule rule : rules) {
            WovenMethod woven = wovenMethodOf(rule, "()Ljava/util/concurrent/CompletableFuture;");
            Object state = hook.doBeginAsync(woven.id());
            if (state == null || hook.doRefusalAsync(woven.id(), state, lookup) != null) {
                continue;
            }
            // The first alone: others would be made on an executor that is the application's as well.
            hook.doFollow(
                    woven.id(), state, CompletableFuture.completedFuture(new Answer()), null, new Object[0], lookup);
            state = hook.doBeginAsync(woven.id());
            CompletableFuture<Object> failed = new CompletableFuture<>();
            failed.completeExceptionally(new IllegalArgumentException());
            hook.doFollow(woven.id(), state, failed, null, new Object[0], lookup);
        }
    }

    private WovenMethod wovenMethodOf(RetryRule rule, String descriptor) throws UnfitRuleException {
        return factory.make(null, Rehearsal.class.getName(), new WovenSignature(rule.name(), descriptor), rule);
    }

    /** What a server may have answered. */
    public static final class Answer implements AutoCloseable {

        Answer() {}

        /** As of HTTP. */
        public int getStatus() {
            return 503;
        }

        /** Not what is looked for. */
        public String getText() {
            return "a";
        }

        /** At once. */
        public String getRetryAfter() {
            return "0";
        }

        @Override
        public void close() {
            // there is nothing to give back
        }
    }
}
