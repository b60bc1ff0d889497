package io.datapunk.retry.call;

/**
 * The beginning of a call, the same for every driver.
 *
 * <p>A call whose attempts run on the calling thread is, to its driver, a state: the {@link MethodRetry} that it began
 * with as long as nothing else has to be kept, and a {@link RetryCall} from then on. So a call that succeeds at once
 * makes no object. Where {@link MethodRetry#isGuarded()}, the driver asks, in this order, for {@link #begin} and, with
 * the state that it gives, {@link #startedNanos} and {@link #permit}; where the permit is {@link RetryGate#REFUSED}, it
 * makes no attempt and ends with {@link #refused}. Else the three are the setup, 0 and {@link RetryGate#NO_BREAKER}.
 *
 * <p>A call whose attempts end on other threads is a {@link RetryCall} from its beginning: {@link #beginAsync}.
 *
 * <p>Stateless.
 */
public final class CallStart {

    private CallStart() {}

    /** Begins a call on the calling thread; gives its state. */
    public static Object begin(MethodRetry setup) {
        return setup.watchesAttempts() ? beginAsync(setup) : setup;
    }

    /** When the call began: a reading of the clock where something asks for it, else 0. */
    public static long startedNanos(Object state) {
        return state instanceof MethodRetry ? ((MethodRetry) state).startedNanos() : 0;
    }

    /** Asks the circuit breaker for the first attempt. */
    public static long permit(Object state) {
        if (state instanceof MethodRetry) {
            return RetryGate.tryAcquire((MethodRetry) state);
        }
        return ((RetryCall) state).goesOn() ? RetryGate.NO_BREAKER : RetryGate.REFUSED;
    }

    /** The call has ended without an attempt. */
    public static RetryCall refused(Object state) {
        return state instanceof RetryCall ? (RetryCall) state : begin((MethodRetry) state, RetryGate.REFUSED);
    }

    /**
     * Begins a call whose first attempt may end on another thread: {@link RetryCall#goesOn()} says whether to make it.
     */
    public static RetryCall beginAsync(MethodRetry setup) {
        return begin(setup, RetryGate.tryAcquire(setup));
    }

    /** As {@link #beginAsync}, where the circuit breaker is not to be asked. */
    public static RetryCall beginWithoutBreaker(MethodRetry setup) {
        return begin(setup, RetryGate.NO_BREAKER);
    }

    private static RetryCall begin(MethodRetry setup, long permit) {
        RetryEngine engine = setup.engine();
        RetryCall call =
                new RetryCall(setup, engine.marks().sequence(), engine.clock().nanoTime(), permit);
        boolean hasBegun = false;
        try {
            if (permit == RetryGate.REFUSED) {
                call.refused();
            } else {
                call.gate().limitAttempt();
            }
            hasBegun = true;
        } finally {
            if (!hasBegun) {
                call.giveBackAll(); // the driver goes on without it, and counts the call
            }
        }
        return call;
    }
}
