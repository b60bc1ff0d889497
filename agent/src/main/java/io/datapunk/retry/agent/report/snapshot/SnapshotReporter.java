package io.datapunk.retry.agent.report.snapshot;

import io.datapunk.retry.agent.files.PrivateFolder;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.woven.MethodGuards;
import io.datapunk.retry.time.DaemonThreads;
import io.datapunk.retry.time.Parking;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;

/**
 * Writes snapshots for those who ask, for as long as they are there. Thread-safe; who asks is served by a thread of its
 * own.
 */
public final class SnapshotReporter {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long GONE_MILLIS = 10_000;

    private final AgentStatus status;
    private final MethodGuards guards;

    /** A reporter that has not been asked. */
    public SnapshotReporter(AgentStatus status, MethodGuards guards) {
        this.status = status;
        this.guards = guards;
    }

    /** Serves a command that has made this folder, for this user alone; returns at once. */
    public void serve(File folder) {
        try {
            PrivateFolder opened = PrivateFolder.open(folder);
            new DaemonThreads("datapunk-retry-top")
                    .newThread(new Writer(opened))
                    .start();
        } catch (IOException | RuntimeException e) {
            notServed(e);
        }
    }

    private void notServed(Throwable why) {
        status.errorLog().report("the command top is not served: " + why, why);
    }

    /** Writes until the folder is gone, or nobody looks any more. */
    private final class Writer implements Runnable {
        private final PrivateFolder folder;

        Writer(PrivateFolder folder) {
            this.folder = folder;
        }

        @Override
        public void run() {
            Snapshot snapshot = new Snapshot(status, guards);
            try (PrivateFolder closed = folder) {
                try {
                    while (isAlive()) {
                        SnapshotFile.write(closed, snapshot.take());
                        Parking.parkNanos(this, PERIOD_NANOS);
                    }
                } catch (NoSuchFileException e) {
                    // The command has left just now, and taken the folder with it.
                } finally {
                    SnapshotFile.delete(closed); // a command that was killed has left it
                }
            } catch (IOException | RuntimeException | Error e) {
                notServed(e);
            }
        }

        private boolean isAlive() throws IOException {
            return System.currentTimeMillis() - folder.lastModified(SnapshotFile.ALIVE) < GONE_MILLIS;
        }
    }
}
