package io.datapunk.retry.agent.site;

import io.datapunk.retry.call.RetrySetup;

/** What calls begin with in a method that a generated proxy may call. Immutable. */
final class BehindSetup extends ProxyState {

    private final RetrySetup setup;
    private final ProxyKey[] keys;

    /**
     * A setup.
     *
     * @param keys that proxies may have armed their thread with for this method
     */
    BehindSetup(RetrySetup setup, ProxyKey[] keys) {
        this.setup = setup;
        this.keys = keys;
    }

    RetrySetup setup() {
        return setup;
    }

    /** The state of a call that a proxy governs; {@code null}: none does, and the call is one of its own. */
    ProxyState pass() {
        ProxyCall proxy = ProxyCall.take(keys);
        return proxy == null ? null : new Passing(proxy.governing(), setup);
    }

    @Override
    Object engineState() {
        return setup;
    }

    @Override
    Object attemptEnded(Throwable thrown) {
        return setup;
    }

    /** A call that a proxy governs. */
    private static final class Passing extends ProxyState {
        private final ProxyCall governing;

        Passing(ProxyCall governing, RetrySetup setup) {
            this.governing = governing;
            governing.reached(setup);
        }

        @Override
        Object engineState() {
            return null;
        }

        @Override
        Object attemptEnded(Throwable thrown) {
            governing.failedBehind(thrown);
            return null;
        }
    }
}
