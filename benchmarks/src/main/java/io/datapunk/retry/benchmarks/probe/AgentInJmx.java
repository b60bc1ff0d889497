package io.datapunk.retry.benchmarks.probe;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The agent of this JVM, as operators see it. */
final class AgentInJmx {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName agent;

    /** Waits until it is there. */
    AgentInJmx() throws JMException {
        agent = new ObjectName("io.datapunk.retry:type=Agent");
        await(() -> server.isRegistered(agent));
    }

    /**
     * Waits until no more MBeans come; gives the number of woven methods. Some share a name, which only one can have.
     */
    int wovenMethodsWithMBeans() throws JMException {
        int before = -1; // a query would have each name keep a table of its parts
        int now = server.getMBeanCount();
        while (now != before) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            before = now;
            now = server.getMBeanCount();
        }
        return wovenMethods();
    }

    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(30)) {
                throw new IllegalStateException("not all of the agent is in JMX");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    int wovenMethods() throws JMException {
        return ((String[]) server.getAttribute(agent, "WovenMethods")).length;
    }

    /** Needs {@code jmx-write=true}. */
    void reload() throws JMException {
        Object refused = server.invoke(agent, "reload", null, null);
        if (refused != null) {
            throw new IllegalStateException(refused.toString());
        }
    }
}
