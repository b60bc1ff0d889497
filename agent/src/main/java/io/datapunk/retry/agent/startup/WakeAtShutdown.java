package io.datapunk.retry.agent.startup;

import io.datapunk.retry.call.WaitRegistry;

/** Wakes the calls that wait for a retry when the JVM shuts down, which would otherwise wait for them. */
final class WakeAtShutdown extends Thread {

    private final WaitRegistry waiters;

    WakeAtShutdown(WaitRegistry waiters) {
        super("datapunk-retry-shutdown");
        this.waiters = waiters;
    }

    @Override
    public void run() {
        waiters.shutDown();
    }
}
