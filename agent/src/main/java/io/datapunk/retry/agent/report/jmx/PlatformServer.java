package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.time.Parking;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Waits for the MBean server that the application and its tools share. It is looked for among those that there are, and
 * never asked for: asking would make it, before the application has chosen its builder and its log manager.
 */
final class PlatformServer {

    private static final long LOOK_OFTEN_NANOS = 20_000_000L;
    private static final long LOOK_SELDOM_NANOS = 1_000_000_000L;
    private static final int LOOKS_OFTEN = 250;

    private PlatformServer() {}

    /** Returns once it is there; an application may make servers of its own before, or for good. */
    static MBeanServer await() throws MalformedObjectNameException {
        ObjectName onlyThere = new ObjectName("java.lang:type=Runtime");
        for (int looks = 0; true; looks++) {
            for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
                if (has(server, onlyThere)) {
                    return server;
                }
            }
            Parking.parkNanos(onlyThere, looks < LOOKS_OFTEN ? LOOK_OFTEN_NANOS : LOOK_SELDOM_NANOS);
        }
    }

    private static boolean has(MBeanServer server, ObjectName name) {
        try {
            return server.isRegistered(name);
        } catch (RuntimeException e) {
            return false; // one of the application's own making, which is not ready or not for us
        }
    }
}
