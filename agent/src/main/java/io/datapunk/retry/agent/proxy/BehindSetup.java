package io.datapunk.retry.agent.proxy;

import io.datapunk.retry.call.CallStart;
import io.datapunk.retry.call.MethodRetry;

/** What calls begin with in a method that a generated proxy may call. Immutable. */
public final class BehindSetup extends ProxyState {

    private final MethodRetry setup;
    private final ProxyKey[] keys;

    /**
     * A setup.
     *
     * @param keys that proxies may have armed their thread with for this method
     */
    public BehindSetup(MethodRetry setup, ProxyKey[] keys) {
        this.setup = setup;
        this.keys = keys;
    }

    /** The state of a call that a proxy governs; {@code null}: none does, and the call is one of its own. */
    public ProxyState pass() {
        ProxyCall proxy = ProxyCall.take(keys);
        return proxy == null ? null : new Passing(proxy.governing(), setup);
    }

    @Override
    public Object begin() {
        ProxyState passing = pass();
        return passing == null ? CallStart.begin(setup) : passing;
    }

    @Override
    public Object engineState() {
        return setup;
    }

    @Override
    public Object attemptEnded(Throwable thrown) {
        return setup;
    }

    /** A call that a proxy governs. */
    private static final class Passing extends ProxyState {
        private final ProxyCall governing;

        Passing(ProxyCall governing, MethodRetry setup) {
            this.governing = governing;
            governing.reached(setup);
        }

        @Override
        public Object begin() {
            return this;
        }

        @Override
        public Object engineState() {
            return null;
        }

        @Override
        public Object attemptEnded(Throwable thrown) {
            governing.failedBehind(thrown);
            return null;
        }
    }
}
