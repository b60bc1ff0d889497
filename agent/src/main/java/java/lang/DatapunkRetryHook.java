package java.lang;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What woven methods call. Every class loader sees {@code java.lang}, so woven code reaches the agent from any of them;
 * the agent itself stays out of sight behind the one instance, a {@code RetryHook}. Only types of the JDK stand in the
 * signatures.
 *
 * <p>The entry points never throw: whatever goes wrong behind them, the method runs as if it were not woven. They hold
 * {@code state} for the length of a call; what it is, the instance alone knows; {@code null} is a call that is left
 * alone.
 *
 * <p>Not loaded from the class path (no class of this package may be) but defined by the agent at start.
 */
public abstract class DatapunkRetryHook {

    /** What {@link #permit} answers where the body must not run. */
    public static final long REFUSED = -1;

    /** What {@link #sequence} reads; the engine counts its marks here. */
    protected static final AtomicLong MARKS = new AtomicLong();

    private static DatapunkRetryHook instance;

    /**
     * What governs the calls that begin now, by the numbers of their methods. Read by each of them, so it is here and
     * not behind the instance. Volatile for its elements: a reader finds whatever was in the array when it was
     * published last.
     */
    private static volatile Object[] setups = {};

    /** For the one subclass. */
    protected DatapunkRetryHook() {}

    /** Sets the instance, once; a later one is ignored. */
    public static synchronized boolean install(DatapunkRetryHook hook) {
        if (instance != null) {
            return false;
        }
        instance = hook;
        return true;
    }

    /** Elements of the array have changed, or it is another. */
    protected static void publish(Object[] byNumber) {
        setups = byNumber;
    }

    /** A call begins. */
    public static Object begin(int methodId) {
        Object state = setups[methodId];
        try {
            return isGuarded(state) ? instance.doBeginGuarded(state) : state;
        } catch (Throwable t) { // at its very beginning, for want of stack: nothing else has begun
            return state;
        }
    }

    private static boolean isGuarded(Object state) {
        return state != null && instance.doIsGuarded(state);
    }

    /** A call begins of a method that returns a future or a stream. */
    public static Object beginAsync(int methodId) {
        DatapunkRetryHook hook = instance;
        return hook == null ? null : hook.doBeginAsync(methodId);
    }

    /** The number of the newest mark that a call has left. */
    public static long sequence() {
        return MARKS.get();
    }

    /** The time at which the call begins; 0 where nothing depends on it. */
    public static long started(Object state) {
        return isGuarded(state) ? instance.doStarted(state) : 0;
    }

    /** Asks the circuit breaker for the first attempt: {@link #REFUSED}, or what goes with the attempt to its end. */
    public static long permit(Object state) {
        return isGuarded(state) ? instance.doPermit(state) : 0;
    }

    /**
     * What a call throws whose first attempt the circuit breaker has refused.
     *
     * @return {@code null} if it was not refused, or if the failure could not be made: then the body runs
     */
    public static Throwable refusal(Object state, long permit) {
        return permit == REFUSED ? instance.doRefusal(state) : null;
    }

    /** As {@link #refusal}, for a method that returns a future or a stream: its failure, or what tells its failure. */
    public static Object refusalAsync(int methodId, Object state, MethodHandles.Lookup lookup) {
        return state == null ? null : instance.doRefusalAsync(methodId, state, lookup);
    }

    /**
     * The body of a method whose results no rule looks at has returned, or was skipped.
     *
     * @param refusal what {@link #refusal} has given; {@code null}: the body has run
     * @return the same: what the call throws
     */
    public static Throwable succeeded(Object state, long started, long permit, Throwable refusal) {
        if (state != null && refusal == null) {
            try {
                instance.doSucceeded(state, started, permit);
            } catch (Throwable t) {
                instance.doLost(state, permit);
            }
        }
        return refusal;
    }

    /** An attempt has failed. Decides and waits; what is to come is in the state that it gives back. */
    public static Object failed(Object state, long sequence, long started, long permit, Throwable thrown) {
        return ended(state, sequence, started, permit, thrown, null, null, null);
    }

    /** As {@link #failed}, for methods whose rule looks at results, the receiver or the arguments. */
    public static Object ended(
            Object state,
            long sequence,
            long started,
            long permit,
            Throwable thrown,
            Object returned,
            Object self,
            Object[] arguments) {
        if (state == null) {
            return null;
        }
        try {
            return instance.doEnded(state, sequence, started, permit, thrown, returned, self, arguments);
        } catch (Throwable t) {
            instance.doLost(state, permit);
            return null;
        }
    }

    /**
     * A method has returned a future or a stream: gives the one that the caller gets.
     *
     * @param lookup of the method's class
     */
    public static Object follow(
            int methodId, Object state, Object returned, Object self, Object[] arguments, MethodHandles.Lookup lookup) {
        if (state == null) {
            return returned;
        }
        try {
            return instance.doFollow(methodId, state, returned, self, arguments, lookup);
        } catch (Throwable t) {
            instance.doLost(state, 0);
            return returned;
        }
    }

    /**
     * What a call that has ended gives its caller, as a future or stream of the type that the method returns;
     * {@code null} where that could not be made.
     */
    public static Object settled(int methodId, Object state, MethodHandles.Lookup lookup) {
        return state == null ? null : instance.doSettled(methodId, state, lookup);
    }

    /** Whether the method's body is to run again. */
    public static boolean again(Object state) {
        if (state == null) {
            return false;
        }
        try {
            return instance.doAgain(state);
        } catch (Throwable t) {
            instance.doLost(state, 0);
            return false;
        }
    }

    /**
     * What the ended call throws where nothing can be returned in its place: code that was woven for rules that only
     * look at failures may meet newer rules that return a value, until its class is transformed again.
     */
    public static Throwable thrownAlways(Object state, Throwable thrown) {
        Throwable failure = thrown(state, thrown);
        return failure == null ? thrown : failure;
    }

    /** What the ended call throws; {@code null} where it returns. */
    public static Throwable thrown(Object state, Throwable thrown) {
        return state == null ? thrown : instance.doThrown(state, thrown);
    }

    /** What the ended call returns. */
    public static Object returned(Object state, Object returned) {
        return state == null ? returned : instance.doReturned(state, returned);
    }

    /** Whether there is more to do before the first attempt than to begin. */
    protected abstract boolean doIsGuarded(Object state);

    /**
     * One of the others has thrown at its very beginning, for want of stack: the attempt's own outcome stands. What the
     * call holds is given back, the watch over its thread first of all, and the call is counted.
     */
    protected abstract void doLost(Object state, long permit);

    /** See {@link #begin}; of a call whose attempts are guarded. */
    protected abstract Object doBeginGuarded(Object state);

    /** See {@link #beginAsync}. */
    protected abstract Object doBeginAsync(int methodId);

    /** See {@link #follow}. */
    protected abstract Object doFollow(
            int methodId, Object state, Object returned, Object self, Object[] arguments, MethodHandles.Lookup lookup);

    /** See {@link #settled}. */
    protected abstract Object doSettled(int methodId, Object state, MethodHandles.Lookup lookup);

    /** See {@link #started}. */
    protected abstract long doStarted(Object state);

    /** See {@link #permit}. */
    protected abstract long doPermit(Object state);

    /** See {@link #refusal}. */
    protected abstract Throwable doRefusal(Object state);

    /** See {@link #refusalAsync}. */
    protected abstract Object doRefusalAsync(int methodId, Object state, MethodHandles.Lookup lookup);

    /** See {@link #succeeded}. */
    protected abstract void doSucceeded(Object state, long started, long permit);

    /** See {@link #ended}. */
    protected abstract Object doEnded(
            Object state,
            long sequence,
            long started,
            long permit,
            Throwable thrown,
            Object returned,
            Object self,
            Object[] arguments);

    /** See {@link #again}. */
    protected abstract boolean doAgain(Object state);

    /** See {@link #thrown}. */
    protected abstract Throwable doThrown(Object state, Throwable thrown);

    /** See {@link #returned}. */
    protected abstract Object doReturned(Object state, Object returned);
}
