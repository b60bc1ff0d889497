package io.datapunk.retry.agent.woven;

/**
 * Stands for one method of one rule, whichever class has it: name and descriptor are the same. Known by identity. Under the
 * registry's lock.
 */
final class ProxyKey {

    /** Whether proxies hand the calls of one such method to another thread: where they do, no proxy governs. */
    private boolean runsElsewhere;

    boolean runsElsewhere() {
        return runsElsewhere;
    }

    void handsOver() {
        runsElsewhere = true;
    }
}
