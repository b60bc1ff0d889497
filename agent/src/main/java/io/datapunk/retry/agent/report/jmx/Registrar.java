package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.agent.site.Site;
import io.datapunk.retry.agent.status.AgentStatus;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Registers the MBeans, those of new sites as they come. Runs on one thread until the JVM ends. */
final class Registrar implements Runnable {

    private static final String DOMAIN = "io.datapunk.retry";

    private final AgentStatus status;
    private final File agentJar;
    private final AgentControl control;
    private final Map<Site, ObjectName> registered = new HashMap<>();

    Registrar(AgentStatus status, File agentJar, AgentControl control) {
        this.status = status;
        this.agentJar = agentJar;
        this.control = control;
    }

    @Override
    public void run() {
        try {
            // Whoever makes the server now holds the factory's lock: this waits until it is done.
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            register(server, new AgentMBean(status, agentJar, control), new ObjectName(DOMAIN, "type", "Agent"));
            while (true) {
                follow(server, status.wovenSites());
                LockSupport.park(this);
            }
        } catch (Throwable t) {
            status.report("the MBeans cannot be registered, metrics are not in JMX", t);
        }
    }

    /** Registers what is new, and takes away what is woven no longer. */
    private void follow(MBeanServer server, List<Site> woven) throws JMException {
        for (Site site : woven) {
            if (!registered.containsKey(site)) {
                ObjectName name = nameOf(site);
                registered.put(site, name);
                register(server, new MethodMBean(site), name);
            }
        }
        Set<Site> gone = new HashSet<>(registered.keySet());
        gone.removeAll(woven);
        for (Site site : gone) {
            ObjectName name = registered.remove(site);
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        }
    }

    private void register(MBeanServer server, AttributeTable bean, ObjectName name) {
        try {
            server.registerMBean(bean, name);
        } catch (InstanceAlreadyExistsException e) {
            return; // nothing to add: it is ours
        } catch (JMException | RuntimeException e) {
            status.report("the MBean " + name + " cannot be registered", e);
        }
    }

    private static ObjectName nameOf(Site site) throws JMException {
        StringBuilder name = new StringBuilder(DOMAIN)
                .append(":type=Method,rule=")
                .append(ObjectName.quote(site.rule()))
                .append(",class=")
                .append(ObjectName.quote(site.className()))
                .append(",method=")
                .append(ObjectName.quote(site.method()));
        if (site.loader() != null) {
            name.append(",loader=").append(ObjectName.quote(site.loader()));
        }
        return new ObjectName(name.toString());
    }
}
