package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.status.ShownMethods;
import io.datapunk.retry.agent.woven.MethodGuards;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.outcome.OwnWork;
import io.datapunk.retry.time.Parking;
import java.io.File;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Registers the MBeans, those of methods as they are called first. Runs on one thread until the JVM ends, and besides
 * where somebody reads the agent's own MBean: who has read that finds all methods that were called before.
 */
final class Registrar implements Runnable {

    private static final String DOMAIN = "io.datapunk.retry";

    /** How often methods are looked for that were called meanwhile, and where there are many of them. */
    private static final long LOOK_NANOS = 100_000_000L;

    private static final long LOOK_AT_MANY_NANOS = 500_000_000L;
    private static final int MANY = 5_000;

    private final AgentStatus status;
    private final MethodGuards guards;
    private final File agentJar;
    private final AgentControl control;
    private final IdentityHashMap<Object, ObjectName> registered = new IdentityHashMap<>();
    private final ShownMethods shown = new ShownMethods();
    private volatile boolean isStale = true;

    // Made on the registrar's own thread: the constructor is called by the thread that loads a class of JMX.
    private AttributeTable<WovenMethod> methods;
    private AttributeTable<CircuitBreaker> circuitBreakers;
    private AttributeTable<RetryBudget> retryBudgets;

    Registrar(AgentStatus status, MethodGuards guards, File agentJar, AgentControl control) {
        this.status = status;
        this.guards = guards;
        this.agentJar = agentJar;
        this.control = control;
    }

    @Override
    public void run() {
        try {
            MBeanServer server = PlatformServer.await();
            methods = MethodMBean.table();
            circuitBreakers = BreakerMBean.table(control);
            retryBudgets = BudgetMBean.table();
            AttributeTable<AgentStatus> agent = AgentMBean.table(agentJar, control);
            Runnable follow = () -> tryToFollow(server);
            register(server, new TableMBean<>(agent, status, follow), new ObjectName(DOMAIN, "type", "Agent"));
            while (true) {
                followOnce(server);
            }
        } catch (Throwable t) {
            status.errorLog().report("the MBeans cannot be registered, metrics are not in JMX: " + t, t);
        }
    }

    /** What is thrown in one look must not end those that follow. */
    private void followOnce(MBeanServer server) {
        try {
            tryToFollow(server);
            await();
        } catch (Throwable t) {
            Parking.parkNanos(this, LOOK_NANOS);
        }
    }

    /** The woven methods, or the guards, are others than before. */
    void changed() {
        isStale = true;
    }

    private void await() {
        long nanos;
        synchronized (this) {
            nanos = shown.others() == 0 ? 0 : shown.others() > MANY ? LOOK_AT_MANY_NANOS : LOOK_NANOS;
        }
        if (nanos == 0 && !isStale) {
            Parking.park(this);
        } else {
            Parking.parkNanos(this, Math.max(LOOK_NANOS, nanos));
        }
    }

    private void tryToFollow(MBeanServer server) {
        OwnWork own = OwnWork.ofThread();
        own.depth++;
        try {
            synchronized (this) {
                boolean isChanged = isStale;
                isStale = false;
                if (isChanged) {
                    control.forgetGone();
                    shown.woven(status.wovenMethods());
                }
                List<WovenMethod> called = shown.look();
                if (isChanged || !called.isEmpty()) {
                    follow(server);
                }
            }
        } catch (Throwable t) { // an OutOfMemoryError, too, passes
            isStale = true;
            status.errorLog().report("the MBeans could not be brought up to date", t);
        } finally {
            own.depth--;
        }
    }

    /** Takes away what is there no longer, and registers what is new: it may have the name of what went. */
    private void follow(MBeanServer server) throws JMException {
        List<WovenMethod> woven = shown.all();
        List<CircuitBreaker> breakers = shown.breakers(guards.breakers());
        List<RetryBudget> budgets = guards.budgets();
        Set<Object> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.addAll(registered.keySet());
        for (List<?> there : Arrays.asList(woven, breakers, budgets)) {
            for (Object each : there) {
                gone.remove(each);
            }
        }
        for (Object each : gone) {
            ObjectName name = registered.remove(each);
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        }
        for (WovenMethod each : woven) {
            if (!registered.containsKey(each)) {
                register(server, methods, each, nameOf(each));
            }
        }
        for (CircuitBreaker breaker : breakers) {
            if (!registered.containsKey(breaker)) {
                register(server, circuitBreakers, breaker, nameOf("CircuitBreaker", breaker.name()));
            }
        }
        for (RetryBudget budget : budgets) {
            if (!registered.containsKey(budget)) {
                register(server, retryBudgets, budget, nameOf("Budget", budget.name()));
            }
        }
    }

    private <S> void register(MBeanServer server, AttributeTable<S> table, S shown, ObjectName name) {
        registered.put(shown, name);
        register(server, new TableMBean<>(table, shown), name);
    }

    private void register(MBeanServer server, TableMBean<?> bean, ObjectName name) {
        try {
            server.registerMBean(bean, name);
        } catch (InstanceAlreadyExistsException e) {
            return; // nothing to add: it is ours
        } catch (JMException | RuntimeException e) {
            status.errorLog().report("the MBean " + name + " cannot be registered: " + e, e);
        }
    }

    private static ObjectName nameOf(String type, String name) throws JMException {
        return new ObjectName(DOMAIN + ":type=" + type + ",name=" + ObjectName.quote(name));
    }

    private static ObjectName nameOf(WovenMethod woven) throws JMException {
        StringBuilder name = new StringBuilder(DOMAIN)
                .append(":type=Method,rule=")
                .append(ObjectName.quote(woven.rule()))
                .append(",class=")
                .append(ObjectName.quote(woven.className()))
                .append(",method=")
                .append(ObjectName.quote(woven.method()));
        if (woven.loader() != null) {
            name.append(",loader=").append(ObjectName.quote(woven.loader()));
        }
        return new ObjectName(name.toString());
    }
}
