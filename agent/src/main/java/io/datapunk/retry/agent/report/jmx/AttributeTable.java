package io.datapunk.retry.agent.report.jmx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;

/**
 * A read-only MBean made of a table: one line an attribute, with its type, its description and where its value comes
 * from. Thread-safe once it is built.
 */
class AttributeTable implements DynamicMBean {

    private final String className;
    private final String description;
    private final List<Column> columns = new ArrayList<>();
    private final List<MBeanOperationInfo> operations = new ArrayList<>();
    private final Map<String, Value> actions = new HashMap<>();

    AttributeTable(String className, String description) {
        this.className = className;
        this.description = description;
    }

    /** Adds an attribute; {@code description} names the unit. */
    final void attribute(String name, Class<?> type, String text, Value value) {
        columns.add(new Column(new MBeanAttributeInfo(name, type.getName(), text, true, false, false), value));
    }

    /** Adds an operation without parameters that returns a text. */
    final void operation(String name, String text, Value action) {
        operations.add(new MBeanOperationInfo(
                name, text, new MBeanParameterInfo[0], String.class.getName(), MBeanOperationInfo.ACTION));
        actions.put(name, action);
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException, MBeanException {
        for (Column column : columns) {
            if (column.info.getName().equals(name)) {
                return column.value.get();
            }
        }
        throw new AttributeNotFoundException(name + " is not an attribute of " + className);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList found = new AttributeList(names.length);
        for (Column column : columns) {
            if (Arrays.asList(names).contains(column.info.getName())) {
                found.add(new Attribute(column.info.getName(), column.value.get()));
            }
        }
        return found;
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
    public Object invoke(String action, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        Value operation = actions.get(action);
        if (operation == null) {
            throw new ReflectionException(new NoSuchMethodException(action), className + " has no operation " + action);
        }
        return operation.get();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = new MBeanAttributeInfo[columns.size()];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = columns.get(i).info;
        }
        return new MBeanInfo(
                className,
                description,
                attributes,
                null,
                operations.toArray(new MBeanOperationInfo[0]),
                new MBeanNotificationInfo[0]);
    }

    /** Where the value of an attribute, or of an operation, comes from. */
    interface Value {
        Object get();
    }

    private static final class Column {
        final MBeanAttributeInfo info;
        final Value value;

        Column(MBeanAttributeInfo info, Value value) {
            this.info = info;
            this.value = value;
        }
    }
}
