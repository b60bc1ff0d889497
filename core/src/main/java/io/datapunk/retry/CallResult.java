package io.datapunk.retry;

import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.ExceptionFactory;
import io.datapunk.retry.call.NestedRetryGuard;
import io.datapunk.retry.call.RetryCall;
import io.datapunk.retry.guard.OpenFailure;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.policy.OnExhausted;

/**
 * What the caller gets of a call that has ended: a result or a failure. Every driver makes it here, so that a woven
 * method and a call by hand end alike.
 *
 * <p>Immutable.
 */
public final class CallResult {

    /** What the engine's own failures are. */
    public static final ExceptionFactory FAILURES = new ExceptionFactory() {
        private final Throwable timeIsOver = new RetryTimeoutException("the time is over");

        @Override
        public Throwable attemptTimedOut(String message, Throwable cause, int attempts) {
            RetryTimeoutException failure = new RetryTimeoutException(message, cause, attempts);
            failure.setStackTrace(EngineFrames.dropLeading(failure.getStackTrace()));
            return failure;
        }

        @Override
        public Throwable timeIsOver() {
            return timeIsOver;
        }
    };

    private final Throwable failure;
    private final Object result;
    private final boolean isReplaced;

    private CallResult(Throwable failure, Object result) {
        this(failure, result, false);
    }

    private CallResult(Throwable failure, Object result, boolean isReplaced) {
        this.failure = failure;
        this.result = result;
        this.isReplaced = isReplaced;
    }

    /**
     * The ending of a call.
     *
     * @param call one whose that has ended
     */
    public static CallResult of(RetryCall call) {
        AttemptOutcome last = call.record().lastAttempt();
        OnExhausted onExhausted = call.setup().policy().onExhausted();
        if (last == null && call.record().attempts() == 0) {
            return refused(call);
        }
        if (last == null && !onExhausted.returnsValue()) {
            return cutShort(call);
        }
        if (!call.record().outcome().isGivingUp() || onExhausted == OnExhausted.RETHROW) {
            return new CallResult(last.failure(), last.result());
        }
        if (onExhausted.returnsValue()) {
            return returning(onExhausted, call, last);
        }
        RetryException wrapper = wrap(call, last);
        NestedRetryGuard marks = call.setup().engine().marks();
        marks.mark(wrapper); // the cause is marked, but a retried result leaves no cause
        return new CallResult(wrapper, null);
    }

    private static CallResult returning(OnExhausted onExhausted, RetryCall call, AttemptOutcome last) {
        Object value;
        try {
            value = onExhausted.valueNow();
        } catch (OnExhausted.NoValueException e) { // told where it was found
            return last == null ? cutShort(call) : new CallResult(last.failure(), last.result());
        }
        call.setup().engine().marks().markResult(value);
        return new CallResult(null, value, true);
    }

    /** An ending with this failure, whatever the call's was. */
    public static CallResult throwing(Throwable failure) {
        return new CallResult(failure, null);
    }

    /** No attempt was made. The failure is marked, as any that is not to be retried by a method above. */
    private static CallResult refused(RetryCall call) {
        String message = call.record().decision().reason();
        OpenFailure openFailure = call.setup().guards().openFailure();
        Throwable failure = openFailure == null ? null : openFailure.create(message);
        StackTraceElement[] trace;
        if (failure == null) {
            failure = new CircuitOpenException(message);
            trace = failure.getStackTrace();
        } else {
            trace = new Throwable().getStackTrace(); // its own begins with the reflection that made it
        }
        failure.setStackTrace(EngineFrames.dropLeading(trace));
        call.setup().engine().marks().mark(failure);
        return new CallResult(failure, null);
    }

    /** The time of the whole call was over while an attempt was under way, and no failure came before it. */
    private static CallResult cutShort(RetryCall call) {
        RetryException failure = new RetryTimeoutException(
                call.record().decision().toString(), null, call.record().attempts());
        failure.setStackTrace(EngineFrames.dropLeading(failure.getStackTrace()));
        call.setup().engine().marks().mark(failure);
        return new CallResult(failure, null);
    }

    private static RetryException wrap(RetryCall call, AttemptOutcome last) {
        String what = last.failed() ? "failure: " + describe(last.failure()) : "result was worth a retry";
        String message = call.record().decision() + "; last " + what;
        int attempts = call.record().attempts();
        RetryException wrapper = call.record().outcome() == CallOutcome.TIMED_OUT
                ? new RetryTimeoutException(message, last.failure(), attempts)
                : new RetryExhaustedException(message, last.failure(), attempts);
        for (Throwable earlier : call.record().earlierFailures()) {
            suppress(wrapper, earlier, last.failure());
        }
        wrapper.setStackTrace(EngineFrames.dropLeading(wrapper.getStackTrace()));
        return wrapper;
    }

    /** The text of a failure is code of its class: where it throws, the name of the class stands in the message. */
    @SuppressWarnings("removal") // ThreadDeath: still thrown on the JVMs that legacy jars run on
    private static String describe(Throwable failure) {
        try {
            return failure.toString();
        } catch (ThreadDeath death) { // somebody stops the thread: it must stop
            throw death;
        } catch (Throwable ofForeignCode) {
            return failure.getClass().getName();
        }
    }

    /** Some callees throw one instance again and again: it stands in the trace once. */
    private static void suppress(RetryException wrapper, Throwable earlier, Throwable last) {
        if (earlier == last) {
            return;
        }
        for (Throwable already : wrapper.getSuppressed()) {
            if (already == earlier) {
                return;
            }
        }
        wrapper.addSuppressed(earlier);
    }

    /** The failure to throw; {@code null}: {@link #result()} is returned. */
    public Throwable failure() {
        return failure;
    }

    /** Whether the result is not an attempt's own, but the one that {@code on-exhausted} puts in its place. */
    public boolean isReplaced() {
        return isReplaced;
    }

    /** The result to return, {@code null} included. */
    public Object result() {
        return result;
    }
}
