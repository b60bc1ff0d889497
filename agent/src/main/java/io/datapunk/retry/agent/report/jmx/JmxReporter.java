package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.status.StatusListener;
import io.datapunk.retry.agent.woven.MethodGuards;
import io.datapunk.retry.time.DaemonThreads;
import java.io.File;
import java.util.concurrent.locks.LockSupport;

/**
 * Registers the agent's MBeans once the application, or a tool that looks at it, has made the platform's MBean server.
 *
 * <p>The sign to look for it is that the JVM loads {@value #SIGN}: it does so while it makes a server, after the
 * builder that the application chose has been found. Until then no class of JMX is touched, no thread is started, and
 * an application that nobody looks at pays nothing.
 */
public final class JmxReporter extends StatusListener {

    private static final String AWAITED = "javax.management.MBeanServerDelegate";
    private static final String SIGN = AWAITED.replace('.', '/');

    private final AgentStatus status;
    private final MethodGuards guards;
    private final File agentJar;
    private final AgentControl control;
    private volatile Thread thread;
    private volatile Registrar registrar;

    /** A reporter that waits for the sign. */
    public JmxReporter(AgentStatus status, MethodGuards guards, File agentJar, AgentControl control) {
        this.status = status;
        this.guards = guards;
        this.agentJar = agentJar;
        this.control = control;
    }

    @Override
    public String awaitedClass() {
        return AWAITED;
    }

    @Override
    public void classLoads(ClassLoader loader, String internalName) {
        if (thread == null && loader == null && SIGN.equals(internalName)) {
            start();
        }
    }

    @Override
    public void changed() {
        Registrar started = registrar;
        if (started != null) {
            started.changed();
            LockSupport.unpark(thread);
        }
    }

    /** Begins to register, on a thread of its own: the thread that loads a class must not wait for it. */
    private synchronized void start() {
        if (thread == null) {
            // Made only now: the verifier loads the JMX types that the registrar passes on.
            Registrar made = new Registrar(status, guards, agentJar, control);
            Thread reporter = new DaemonThreads("datapunk-retry-jmx").newThread(made);
            thread = reporter;
            registrar = made;
            reporter.start();
        }
    }
}
