package io.datapunk.retry.it;

import com.sun.tools.attach.VirtualMachine;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The MBeans of a JVM that a test has started, seen from outside. */
final class LocalJmx {
    private LocalJmx() {}

    @SuppressWarnings("BanJNDI") // the address is that of a JVM which this test has started
    static JMXConnector connect(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }

    /** The MBean of this name or pattern, once there is one. */
    static ObjectName await(MBeanServerConnection server, String pattern) throws Exception {
        return await(server, pattern, 1).iterator().next();
    }

    /** The MBeans of this name or pattern, once there are so many, which may be none. */
    static Set<ObjectName> await(MBeanServerConnection server, String pattern, int count) throws Exception {
        ObjectName wanted = new ObjectName(pattern);
        Poll.until(
                count + " MBeans " + pattern,
                () -> server.queryNames(wanted, null).size() == count);
        return server.queryNames(wanted, null);
    }
}
