package io.datapunk.retry.agent.proxy;

import io.datapunk.retry.call.CallStart;
import io.datapunk.retry.call.MethodRetry;

/** What calls begin with in the method of a generated proxy. Thread-safe. */
public final class ProxySetup extends ProxyState {

    private final MethodRetry setup;
    private final ProxyKey key;

    /** For the class that was reached last: most proxies have one behind them. */
    private volatile Counted last = new Counted(null, null);

    /** A setup of the rule, and what the proxy arms its thread with. */
    public ProxySetup(MethodRetry setup, ProxyKey key) {
        this.setup = setup;
        this.key = key;
    }

    /** The setup of the rule. */
    public MethodRetry setup() {
        return setup;
    }

    ProxyKey key() {
        return key;
    }

    /**
     * This setup, counting where the method behind counts: a proxy made from interfaces does not say which class that
     * is.
     *
     * @param reached of the method behind; {@code null}: it was not reached
     */
    MethodRetry countedBy(MethodRetry reached) {
        if (reached == null || reached.metrics() == setup.metrics()) {
            return setup;
        }
        Counted known = last;
        if (known.reached != reached) {
            known = new Counted(reached, setup.countedBy(reached));
            last = known;
        }
        return known.setup;
    }

    @Override
    public Object begin() {
        ProxyCall call = ProxyCall.begin(this);
        return call.arm(call.governs() ? CallStart.begin(setup) : null);
    }

    @Override
    public Object engineState() {
        return setup;
    }

    @Override
    public Object attemptEnded(Throwable thrown) {
        return setup;
    }

    private static final class Counted {
        final MethodRetry reached;
        final MethodRetry setup;

        Counted(MethodRetry reached, MethodRetry setup) {
            this.reached = reached;
            this.setup = setup;
        }
    }
}
