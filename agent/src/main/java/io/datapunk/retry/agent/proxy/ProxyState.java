package io.datapunk.retry.agent.proxy;

/**
 * What calls begin with, and hold, of methods that generated proxies stand before: the outermost proxy governs, and the
 * method behind runs as if it were not woven. All other methods have the engine's own states.
 */
public abstract class ProxyState {

    /** What the engine governs a call of any method by; {@code null}: a proxy further out governs it. */
    public static Object governing(Object state) {
        return state instanceof ProxyState ? ((ProxyState) state).engineState() : state;
    }

    /** As {@link #governing}, of a call whose attempt has ended. */
    public static Object attemptEnded(Object state, Throwable thrown) {
        return state instanceof ProxyState ? ((ProxyState) state).attemptEnded(thrown) : state;
    }

    /** The first attempt is about to be made; gives the state of the call. */
    public abstract Object begin();

    /** What the engine governs the call by: a setup or a call; {@code null}: by nothing. */
    public abstract Object engineState();

    /**
     * The attempt has ended: whatever it left behind on its thread is taken away.
     *
     * @param thrown {@code null}: it has returned
     * @return as {@link #engineState}
     */
    public abstract Object attemptEnded(Throwable thrown);
}
