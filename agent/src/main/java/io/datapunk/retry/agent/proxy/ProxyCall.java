package io.datapunk.retry.agent.proxy;

import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryCall;

/**
 * A call of the method of a generated proxy. Each of its attempts arms the thread for the method behind: the first call
 * of that method takes it, and runs as if it were not woven. A proxy between takes it and arms again. What is left is
 * disarmed when the attempt ends.
 *
 * <p>Belongs to the thread that it began on.
 */
public final class ProxyCall extends ProxyState {

    /** One small object for each thread that has ever called a proxy: nothing else of a call stays with the thread. */
    private static final ThreadLocal<Armed> ARMED = new ThreadLocal<>();

    private final Armed thread;
    private final ProxyKey key;
    private final ProxySetup setup;
    private final ProxyCall governing;
    private final ProxyCall outer;

    private Object engineState;
    private boolean isTaken;
    private MethodRetry reached;
    private Throwable behind;

    private ProxyCall(Armed thread, ProxySetup setup, ProxyCall taken) {
        this.thread = thread;
        this.key = setup.key();
        this.setup = setup;
        this.outer = thread.innermost;
        this.governing = taken == null ? this : taken.governing;
    }

    /**
     * A call that begins; {@link #arm} follows.
     *
     * @param setup of the proxy's method
     */
    public static ProxyCall begin(ProxySetup setup) {
        Armed thread = ARMED.get();
        if (thread == null) {
            thread = new Armed();
            ARMED.set(thread);
        }
        return new ProxyCall(thread, setup, thread.take(setup.key()));
    }

    /** Makes one call of nothing, so that a first real one loads and initialises no class. */
    public static void warmUp() {
        ProxyKey key = new ProxyKey();
        ProxyCall call = begin(new ProxySetup(null, key)).arm(null);
        new BehindSetup(null, new ProxyKey[] {key}).pass().attemptEnded(null);
        call.attemptEnded(null);
    }

    /**
     * The armed call that waits for one of these on this thread, which it does no longer; {@code null}: there is
     * none.
     */
    static ProxyCall take(ProxyKey[] keys) {
        Armed thread = ARMED.get();
        return thread == null || thread.innermost == null ? null : thread.take(keys);
    }

    /** Whether no proxy further out governs the call. */
    public boolean governs() {
        return governing == this;
    }

    /** The call of the outermost proxy. */
    ProxyCall governing() {
        return governing;
    }

    /**
     * An attempt begins.
     *
     * @param state what the engine governs the call by; {@code null}: by nothing
     */
    public ProxyCall arm(Object state) {
        engineState = state;
        isTaken = false;
        reached = null;
        behind = null;
        thread.innermost = this;
        return this;
    }

    /** The method behind has been reached, and its calls are counted here. */
    void reached(MethodRetry counting) {
        reached = counting;
    }

    /** The method behind has ended. */
    void failedBehind(Throwable thrown) {
        behind = thrown;
    }

    /** How the method behind has failed in the attempt that ended last; {@code null}: it has not. */
    public Throwable behind() {
        return behind;
    }

    @Override
    public Object begin() {
        return this; // it has begun
    }

    @Override
    public Object engineState() {
        return engineState;
    }

    @Override
    public Object attemptEnded(Throwable thrown) {
        ProxyCall next = outer;
        while (next != null && next.isTaken) {
            next = next.outer;
        }
        thread.innermost = next;
        if (engineState instanceof RetryCall) {
            ((RetryCall) engineState).countedBy(reached);
            return engineState;
        }
        return engineState == null ? null : setup.countedBy(reached);
    }

    /** What one thread is armed with, the innermost proxy's call first. */
    private static final class Armed {
        ProxyCall innermost;

        ProxyCall take(ProxyKey... keys) {
            for (ProxyCall call = innermost; call != null; call = call.outer) {
                for (ProxyKey key : keys) {
                    if (call.key == key && !call.isTaken) {
                        call.isTaken = true;
                        return call;
                    }
                }
            }
            return null;
        }
    }
}
