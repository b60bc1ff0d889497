package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.agent.site.Site;
import io.datapunk.retry.agent.status.AgentStatus;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
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
    private final AgentFacts facts;
    private final Set<Site> registered = new HashSet<>();

    Registrar(AgentStatus status, AgentFacts facts) {
        this.status = status;
        this.facts = facts;
    }

    @Override
    public void run() {
        try {
            // Whoever makes the server now holds the factory's lock: this waits until it is done.
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            register(server, new AgentMBean(status, facts), new ObjectName(DOMAIN, "type", "Agent"));
            while (true) {
                for (Site site : status.wovenSites()) {
                    if (registered.add(site)) {
                        register(server, new MethodMBean(site), nameOf(site));
                    }
                }
                LockSupport.park(this);
            }
        } catch (Throwable t) {
            status.report("the MBeans cannot be registered, metrics are not in JMX", t);
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
