package io.datapunk.retry.agent.proxy;

/**
 * Stands for one method of one rule, whichever class has it: name and descriptor are the same. Known by identity. Under
 * the registry's lock.
 */
public final class ProxyKey {

    /** Whether proxies hand the calls of one such method to another thread: where they do, no proxy governs. */
    private boolean runsElsewhere;

    /** Whether proxies hand the calls to another thread. */
    public boolean runsElsewhere() {
        return runsElsewhere;
    }

    /** Proxies hand the calls to another thread. */
    public void handsOver() {
        runsElsewhere = true;
    }
}
