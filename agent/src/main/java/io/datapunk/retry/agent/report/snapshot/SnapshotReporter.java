package io.datapunk.retry.agent.report.snapshot;

import io.datapunk.retry.agent.site.SiteGuards;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.time.DaemonThreads;
import io.datapunk.retry.time.Parking;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Writes snapshots for those who ask, for as long as they are there. Thread-safe; who asks is served by a thread of its own. */
public final class SnapshotReporter {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long GONE_MILLIS = 10_000;

    private final AgentStatus status;
    private final SiteGuards guards;

    /** A reporter that has not been asked. */
    public SnapshotReporter(AgentStatus status, SiteGuards guards) {
        this.status = status;
        this.guards = guards;
    }

    /** Serves a command that has made this folder; returns at once. */
    public void serve(File folder) {
        new DaemonThreads("datapunk-retry-top").newThread(new Writer(folder)).start();
    }

    /** Writes until the folder is gone, or nobody looks any more. */
    private final class Writer implements Runnable {
        private final File folder;

        Writer(File folder) {
            this.folder = folder;
        }

        @Override
        public void run() {
            Snapshot snapshot = new Snapshot(status, guards);
            File alive = new File(folder, SnapshotFile.ALIVE);
            try {
                while (System.currentTimeMillis() - alive.lastModified() < GONE_MILLIS) {
                    SnapshotFile.write(folder, snapshot.take());
                    Parking.parkNanos(this, PERIOD_NANOS);
                }
            } catch (IOException e) {
                if (alive.exists()) { // else the command has left just now
                    status.report("the command top is not served: " + e, e);
                }
            } catch (RuntimeException | Error e) {
                status.report("the command top is not served: " + e, e);
            } finally {
                SnapshotFile.delete(folder); // a command that was killed has left it
            }
        }
    }
}
