package io.datapunk.retry.agent.woven;

/**
 * What calls begin with, and hold, of methods that generated proxies stand before: the outermost proxy governs, and the method
 * behind runs as if it were not woven. All other methods have the engine's own states.
 */
abstract class ProxyState {

    /** What the engine governs the call by: a setup or a call; {@code null}: by nothing. */
    abstract Object engineState();

    /**
     * The attempt has ended: whatever it left behind on its thread is taken away.
     *
     * @param thrown {@code null}: it has returned
     * @return as {@link #engineState}
     */
    abstract Object attemptEnded(Throwable thrown);
}
