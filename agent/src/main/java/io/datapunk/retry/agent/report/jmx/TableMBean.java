package io.datapunk.retry.agent.report.jmx;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;

/**
 * A read-only MBean: what the table of its kind says of one subject. It has nothing of its own, since there is one for
 * each woven method. Thread-safe.
 */
final class TableMBean<S> implements DynamicMBean {

    private final AttributeTable<S> table;
    private final S subject;
    private final Runnable beforeReading;

    TableMBean(AttributeTable<S> table, S subject) {
        this(table, subject, null);
    }

    /**
     * An MBean that does something before its attributes are read.
     *
     * @param beforeReading must not throw; {@code null}: nothing
     */
    TableMBean(AttributeTable<S> table, S subject, Runnable beforeReading) {
        this.table = table;
        this.subject = subject;
        this.beforeReading = beforeReading;
    }

    private void beforeReading() {
        if (beforeReading != null) {
            beforeReading.run();
        }
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        beforeReading();
        return table.get(subject, name);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        beforeReading();
        return table.get(subject, names);
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " is read-only");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String action, Object[] parameters, String[] signature) throws ReflectionException {
        return table.invoke(subject, action, parameters, signature);
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return table.describe(subject);
    }
}
