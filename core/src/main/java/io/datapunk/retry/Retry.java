package io.datapunk.retry;

import io.datapunk.retry.call.CallListener;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.CallStart;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryCall;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.call.RetryGate;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.Verdict;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemClock;
import io.datapunk.retry.time.SystemTimer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Runs calls under a policy, for programmers; what the agent does to jars that nobody can change.
 *
 * <pre>{@code
 * Retry retry = Retry.with(RetryPolicy.builder().maxAttempts(5).build());
 * Order order = retry.call(() -> client.fetch(id)); // throws what fetch throws
 * }</pre>
 *
 * <p>An open circuit breaker refuses a call with {@link CircuitOpenException}, unless its guards say otherwise.
 *
 * <p>Thread-safe; one instance serves any number of calls and counts them in {@link #metrics()}. A call blocks its
 * thread while it waits. A thread that is interrupted while it waits stops retrying: the last failure is thrown, and
 * the interrupt flag stays set.
 */
public final class Retry {

    private final MethodRetry setup;

    private Retry(MethodRetry setup) {
        this.setup = setup;
    }

    /** Calls under this policy, on the JVM's clock, with a budget of their own: 20% of the calls, and 10 a second. */
    public static Retry with(RetryPolicy policy) {
        RetryBudget budget = new RetryBudget(
                "retry", RetryBudget.DEFAULT_RATIO, RetryBudget.DEFAULT_MIN_PER_SECOND, SystemClock.INSTANCE);
        return with(policy, Guards.NONE.withBudget(budget));
    }

    /**
     * Calls under this policy, on the JVM's clock.
     *
     * @param guards may be shared with others; {@link Guards#NONE}: retries are not bounded, and no attempt is refused
     */
    public static Retry with(RetryPolicy policy, Guards guards) {
        return with(policy, guards, SharedEngine.ENGINE);
    }

    /**
     * Calls under this policy, on a clock and a random source of the caller's; for tests.
     *
     * @param engine shared by all whose calls may be nested
     */
    public static Retry with(RetryPolicy policy, Guards guards, RetryEngine engine) {
        CallMetrics metrics = new CallMetrics();
        if (guards.budget() != null) {
            guards.budget().attach(metrics);
        }
        return new Retry(new MethodRetry(policy, metrics, guards, engine));
    }

    /** The same policy, guards and counters, with a listener that is told each retry and each call that fails. */
    public Retry withListener(CallListener listener) {
        return new Retry(new MethodRetry(setup.policy(), setup.metrics(), setup.guards(), setup.engine(), listener));
    }

    /**
     * Calls until an attempt succeeds or the policy ends it.
     *
     * @param task what to call; may return {@code null}
     * @return the result of the last attempt, or what {@code on-exhausted} says
     * @throws E what the last attempt threw, untouched, unless the policy says otherwise; of a lambda it is found
     *     from its body, and is the common superclass where that throws several checked exceptions
     * @throws RetryException where the policy wraps
     */
    public <T, E extends Throwable> T call(Task<? extends T, E> task) throws E {
        if (setup.policy().mode() == Mode.OFF) {
            return task.call();
        }
        long marks = setup.engine().marks().sequence();
        boolean looksAtResults = setup.policy().outcomes().looksAtResults();
        Object state = setup;
        long started = 0;
        long permit = RetryGate.NO_BREAKER;
        if (setup.isGuarded()) {
            state = begin();
            started = CallStart.startedNanos(state);
            permit = CallStart.permit(state);
            if (permit == RetryGate.REFUSED) {
                return conclude(CallResult.of(refused(state)));
            }
        }
        RetryCall call = state instanceof RetryCall ? (RetryCall) state : null;
        while (true) {
            T result = null;
            Throwable failure = null;
            try {
                result = task.call();
            } catch (Throwable t) {
                failure = t;
            }
            if (failure == null && !looksAtResults) {
                succeeded(call, started, permit);
                return result;
            }
            AttemptOutcome attempt = failure == null
                    ? AttemptOutcome.returned(result, null, null)
                    : AttemptOutcome.threw(failure, null, null);
            if (call == null) {
                call = new RetryCall(setup, marks, started, permit);
            }
            if (!goesOn(call, attempt)) {
                return conclude(CallResult.of(call));
            }
        }
    }

    /** Where no thread can be had for the time limit of an attempt, the caller is told, and the call is counted. */
    private Object begin() {
        try {
            return CallStart.begin(setup);
        } catch (RuntimeException | Error e) {
            setup.abandoned(0, null);
            throw e;
        }
    }

    /** As {@link #begin}, of a call that makes no attempt. */
    private RetryCall refused(Object state) {
        try {
            return CallStart.refused(state);
        } catch (RuntimeException | Error e) {
            setup.abandoned(0, null);
            throw e;
        }
    }

    /** As {@link #call}, for what returns nothing. */
    public <E extends Throwable> void run(Action<E> action) throws E {
        this.<Object, E>call(() -> {
            action.run();
            return null;
        });
    }

    /** As {@link #call}, for what throws no checked exception. */
    public <T> T get(Supplier<? extends T> supplier) {
        return call(supplier::get);
    }

    /** As {@link #callAsync(Supplier, Executor)}, on the executor that the policy names. */
    public <T> CompletableFuture<T> callAsync(Supplier<? extends CompletionStage<? extends T>> task) {
        return callAsync(task, null);
    }

    /**
     * Calls what returns a future, until one of them succeeds or the policy ends it. No thread is held while it waits.
     *
     * <p>What fails, by throwing or later on, fails the result alone; the failure is the last attempt's own as
     * dependents of its future would see it. Completing or cancelling the result from outside ends the call, and does
     * the same to the future of the attempt under way. Rules are held against the failure within a {@code
     * CompletionException}.
     *
     * @param task called first on the calling thread; a {@code null} of its own is the result
     * @param executor makes the attempts after the first, with the context class loader of the calling thread;
     *     {@code null}: the one that the policy names. Where it does not take an attempt, the call ends with its last
     *     outcome, as one that the budget denies; where it takes it and never makes it, the policy's timeout ends the
     *     call
     * @return completes with the result of the last attempt, or what {@code on-exhausted} says, by the policy's timeout
     */
    public <T> CompletableFuture<T> callAsync(
            Supplier<? extends CompletionStage<? extends T>> task, Executor executor) {
        return result(AsyncRetry.call(setup, task, executor));
    }

    /** A call that cannot be decided, as the thread is stopped while it waits, gives back what it holds. */
    private static boolean goesOn(RetryCall call, AttemptOutcome attempt) {
        boolean isDecided = false;
        try {
            boolean again = call.attemptEnded(attempt).isRetry() && call.awaitNext();
            isDecided = true;
            return again;
        } finally {
            if (!isDecided) {
                call.abandon();
            }
        }
    }

    private void succeeded(RetryCall call, long started, long permit) {
        if (call == null) {
            setup.countFirstTrySuccess();
            RetryGate.attemptEnded(setup, permit, started, Verdict.SUCCESS);
        } else {
            call.succeeded();
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T, E extends Throwable> T conclude(CallResult ending) throws E {
        if (ending.failure() != null) {
            throw Retry.<E>result(ending.failure()); // what the task declares, or unchecked
        }
        return result(ending.result());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T result(Object result) {
        return (T) result;
    }

    /** The counters of all calls so far. */
    public CallMetrics metrics() {
        return setup.metrics();
    }

    /** The policy. */
    public RetryPolicy policy() {
        return setup.policy();
    }

    /** What keeps the retries from doing harm. */
    public Guards guards() {
        return setup.guards();
    }

    /**
     * A call that may be made again.
     *
     * @param <T> what it returns
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Task<T, E extends Throwable> {
        /** Makes the call once. */
        T call() throws E;
    }

    /**
     * A call that returns nothing and may be made again.
     *
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Action<E extends Throwable> {
        /** Makes the call once. */
        void run() throws E;
    }

    /** Made when first needed; shared, so that nested calls know of each other. */
    private static final class SharedEngine {
        static final RetryEngine ENGINE =
                RetryEngine.system(new SystemTimer("datapunk-retry-timer"), ErrorReporter.IGNORED, CallResult.FAILURES);
    }
}
