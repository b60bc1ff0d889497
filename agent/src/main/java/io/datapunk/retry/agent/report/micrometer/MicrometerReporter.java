package io.datapunk.retry.agent.report.micrometer;

import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.status.StatusListener;
import io.datapunk.retry.agent.woven.MethodGuards;
import io.datapunk.retry.time.DaemonThreads;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives the application's own Micrometer, in whatever loader it is, the agent's meters.
 *
 * <p>The sign is that a loader defines {@value #SIGN}, the class with the global registry. Until then no thread is
 * started.
 */
public final class MicrometerReporter extends StatusListener {

    private static final String AWAITED = "io.micrometer.core.instrument.Metrics";
    private static final String SIGN = AWAITED.replace('.', '/');

    private final MeterUpdates updates;
    private volatile Thread thread;

    /** A reporter that waits for the sign. */
    public MicrometerReporter(AgentStatus status, MethodGuards guards, Instrumentation instrumentation) {
        this.updates = new MeterUpdates(status, guards, instrumentation);
    }

    @Override
    public String awaitedClass() {
        return AWAITED;
    }

    @Override
    public void classLoads(ClassLoader loader, String internalName) {
        if (loader != null && internalName.length() == SIGN.length() && internalName.equals(SIGN)) {
            updates.found(loader);
            start();
            changed();
        }
    }

    @Override
    public void changed() {
        updates.changed();
        LockSupport.unpark(thread); // of null: nobody waits yet
    }

    private synchronized void start() {
        if (thread == null) {
            thread = new DaemonThreads("datapunk-retry-metrics").newThread(updates);
            thread.start();
        }
    }
}
