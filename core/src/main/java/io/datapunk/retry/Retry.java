package io.datapunk.retry;

import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.RetryCall;
import io.datapunk.retry.call.RetrySetup;
import io.datapunk.retry.outcome.Attempt;
import io.datapunk.retry.outcome.Problems;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.function.Supplier;

/**
 * Runs calls under a policy, for programmers; what the agent does to jars that nobody can change.
 *
 * <pre>{@code
 * Retry retry = Retry.with(RetryPolicy.builder().maxAttempts(5).build());
 * Order order = retry.call(() -> client.fetch(id)); // throws what fetch throws
 * }</pre>
 *
 * <p>Thread-safe; one instance serves any number of calls and counts them in {@link #metrics()}. A call blocks its thread
 * while it waits. A thread that is interrupted while it waits stops retrying: the last failure is thrown, and the
 * interrupt flag stays set.
 */
public final class Retry {

    private final RetrySetup setup;

    private Retry(RetrySetup setup) {
        this.setup = setup;
    }

    /** Calls under this policy, on the JVM's clock. */
    public static Retry with(RetryPolicy policy) {
        return with(policy, SharedEngine.ENGINE);
    }

    /**
     * Calls under this policy, on a clock and a random source of the caller's; for tests.
     *
     * @param engine shared by all whose calls may be nested
     */
    public static Retry with(RetryPolicy policy, RetrySetup.Engine engine) {
        return new Retry(new RetrySetup(policy, new CallMetrics(), engine));
    }

    /**
     * Calls until an attempt succeeds or the policy ends it.
     *
     * @param task what to call; may return {@code null}
     * @return the result of the last attempt, or what {@code on-exhausted} says
     * @throws E what the last attempt threw, untouched, unless the policy says otherwise
     * @throws RetryException where the policy wraps
     */
    public <T, E extends Throwable> T call(Task<? extends T, E> task) throws E {
        if (setup.policy().mode() == Mode.OFF) {
            return task.call();
        }
        long marks = setup.engine().marks().sequence();
        long started = setup.startedNanos();
        boolean looksAtResults = setup.policy().outcomes().looksAtResults();
        RetryCall call = null;
        while (true) {
            T result = null;
            Throwable failure = null;
            try {
                result = task.call();
            } catch (Throwable t) {
                failure = t;
            }
            if (failure == null && !looksAtResults) {
                succeeded(call);
                return result;
            }
            Attempt attempt =
                    failure == null ? Attempt.returned(result, null, null) : Attempt.threw(failure, null, null);
            if (call == null) {
                call = new RetryCall(setup, marks, started);
            }
            if (!call.attemptEnded(attempt) || !call.awaitNext()) {
                return conclude(Ending.of(call));
            }
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
        return this.<T, RuntimeException>call(supplier::get);
    }

    private void succeeded(RetryCall call) {
        if (call == null) {
            setup.metrics().firstTrySuccess();
        } else {
            call.succeeded();
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T, E extends Throwable> T conclude(Ending ending) throws E {
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
        static final RetrySetup.Engine ENGINE = RetrySetup.Engine.system(Problems.IGNORED);
    }
}
