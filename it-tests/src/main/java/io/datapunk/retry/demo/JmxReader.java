package io.datapunk.retry.demo;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerDelegate;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads the MBeans of a running JVM that knows nothing of it, by way of its local management agent. */
public final class JmxReader implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection server;

    private JmxReader(JMXConnector connector) throws IOException {
        this.connector = connector;
        server = connector.getMBeanServerConnection();
    }

    /**
     * A connection to the MBeans of that JVM, in which a local management agent is started.
     *
     * @param pid a JVM of this user on this machine
     */
    @SuppressWarnings("BanJNDI") // the address is that of a process of our own
    public static JmxReader of(long pid) throws IOException {
        try {
            VirtualMachine vm = VirtualMachine.attach(Long.toString(pid));
            try {
                return new JmxReader(JMXConnectorFactory.connect(new JMXServiceURL(vm.startLocalManagementAgent())));
            } finally {
                vm.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /**
     * The MBeans of that pattern, once they are as {@code enough} wants them. An agent may register its own a little
     * after the MBean server was made, so this waits for registrations.
     *
     * @throws IOException if that is not so within {@code seconds}
     */
    public Set<ObjectName> await(String pattern, Predicate<Set<ObjectName>> enough, int seconds)
            throws IOException, JMException, InterruptedException {
        Semaphore registrations = new Semaphore(0);
        NotificationListener listener = (notification, handback) -> registrations.release();
        server.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, listener, null, null);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Set<ObjectName> found = server.queryNames(new ObjectName(pattern), null);
        while (!enough.test(found)) {
            if (!registrations.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new IOException("after " + seconds + " s there are only the MBeans " + found + " of " + pattern);
            }
            found = server.queryNames(new ObjectName(pattern), null);
        }
        return found;
    }

    public long number(ObjectName name, String attribute) throws IOException, JMException {
        return ((Number) server.getAttribute(name, attribute)).longValue();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
