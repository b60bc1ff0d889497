package io.datapunk.retry.agent.report.jmx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.Descriptor;
import javax.management.DynamicMBean;
import javax.management.ImmutableDescriptor;
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
    private final Map<String, Operation> actions = new HashMap<>();

    AttributeTable(String className, String description) {
        this.className = className;
        this.description = description;
    }

    /** Adds an attribute; {@code description} ends with the unit in brackets, where there is one. */
    final void attribute(String name, Class<?> type, String text, Value value) {
        Descriptor descriptor = text.endsWith("]")
                ? new ImmutableDescriptor("units=" + text.substring(text.lastIndexOf('[') + 1, text.length() - 1))
                : ImmutableDescriptor.EMPTY_DESCRIPTOR;
        columns.add(
                new Column(new MBeanAttributeInfo(name, type.getName(), text, true, false, false, descriptor), value));
    }

    /** Adds an operation without parameters that returns a text. */
    final void operation(String name, String text, final Value action) {
        operation(name, text, String.class, new MBeanParameterInfo[0], ignored -> action.get());
    }

    /** Adds an operation without parameters that returns nothing. */
    final void action(String name, String text, Runnable action) {
        operation(name, text, void.class, new MBeanParameterInfo[0], ignored -> {
            action.run();
            return null;
        });
    }

    /** Adds an operation that is given a truth value and returns nothing. */
    final void action(String name, String text, String parameter, Consumer<Boolean> action) {
        MBeanParameterInfo[] signature = {new MBeanParameterInfo(parameter, boolean.class.getName(), parameter)};
        operation(name, text, void.class, signature, given -> {
            if (given[0] == null) {
                throw new IllegalArgumentException(parameter + " is to be true or false");
            }
            action.accept((Boolean) given[0]);
            return null;
        });
    }

    private void operation(
            String name, String text, Class<?> result, MBeanParameterInfo[] parameters, Operation operation) {
        operations.add(new MBeanOperationInfo(name, text, parameters, result.getName(), MBeanOperationInfo.ACTION));
        actions.put(name, operation);
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
        Operation operation = actions.get(action);
        if (operation == null || !Arrays.equals(signatureOf(action), signature == null ? new String[0] : signature)) {
            throw new ReflectionException(new NoSuchMethodException(action), className + " has no operation " + action);
        }
        return operation.invoke(parameters);
    }

    private String[] signatureOf(String action) {
        for (MBeanOperationInfo operation : operations) {
            if (operation.getName().equals(action)) {
                MBeanParameterInfo[] parameters = operation.getSignature();
                String[] signature = new String[parameters.length];
                for (int i = 0; i < parameters.length; i++) {
                    signature[i] = parameters[i].getType();
                }
                return signature;
            }
        }
        return new String[0];
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

    /** What an operation does. */
    private interface Operation {
        Object invoke(Object[] parameters);
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
