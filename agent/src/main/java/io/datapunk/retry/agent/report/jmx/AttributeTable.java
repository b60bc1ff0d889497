package io.datapunk.retry.agent.report.jmx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.Descriptor;
import javax.management.ImmutableDescriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;

/**
 * What all MBeans of a kind have in common: one line an attribute, with its type, its description and where its value
 * comes from. There is one table of a kind, and each {@link TableMBean} is a subject beside it. Thread-safe once it is
 * built.
 *
 * @param <S> what an MBean of the kind shows
 */
final class AttributeTable<S> {

    private final String className;
    private final Function<S, String> description;
    private final List<Column<S>> columns = new ArrayList<>();
    private final List<MBeanOperationInfo> operations = new ArrayList<>();
    private final Map<String, Operation<S>> actions = new HashMap<>();

    /**
     * A table without a line.
     *
     * @param kind tells clients what they look at, by its name
     * @param description of one MBean
     */
    AttributeTable(Class<?> kind, Function<S, String> description) {
        this.className = kind.getName();
        this.description = description;
    }

    /** Adds an attribute; {@code text} ends with the unit in brackets, where there is one. */
    void attribute(String name, Class<?> type, String text, Function<S, Object> value) {
        Descriptor descriptor = text.endsWith("]")
                ? new ImmutableDescriptor("units=" + text.substring(text.lastIndexOf('[') + 1, text.length() - 1))
                : ImmutableDescriptor.EMPTY_DESCRIPTOR;
        columns.add(new Column<>(
                new MBeanAttributeInfo(name, type.getName(), text, true, false, false, descriptor), value));
    }

    /** Adds an operation without parameters that returns a text. */
    void operation(String name, String text, Function<S, String> action) {
        operation(name, text, String.class, new MBeanParameterInfo[0], (subject, ignored) -> action.apply(subject));
    }

    /** Adds an operation without parameters that returns nothing. */
    void action(String name, String text, Consumer<S> action) {
        operation(name, text, void.class, new MBeanParameterInfo[0], (subject, ignored) -> {
            action.accept(subject);
            return null;
        });
    }

    /** Adds an operation that is given a truth value and returns nothing. */
    void action(String name, String text, String parameter, BiConsumer<S, Boolean> action) {
        MBeanParameterInfo[] signature = {new MBeanParameterInfo(parameter, boolean.class.getName(), parameter)};
        operation(name, text, void.class, signature, (subject, given) -> {
            if (given[0] == null) {
                throw new IllegalArgumentException(parameter + " is to be true or false");
            }
            action.accept(subject, (Boolean) given[0]);
            return null;
        });
    }

    private void operation(
            String name, String text, Class<?> result, MBeanParameterInfo[] parameters, Operation<S> operation) {
        operations.add(new MBeanOperationInfo(name, text, parameters, result.getName(), MBeanOperationInfo.ACTION));
        actions.put(name, operation);
    }

    Object get(S subject, String name) throws AttributeNotFoundException {
        for (Column<S> column : columns) {
            if (column.info.getName().equals(name)) {
                return column.value.apply(subject);
            }
        }
        throw new AttributeNotFoundException(name + " is not an attribute of " + className);
    }

    /** The attributes of these names, those left out that are not there. */
    AttributeList get(S subject, String[] names) {
        AttributeList found = new AttributeList(names.length);
        for (Column<S> column : columns) {
            if (Arrays.asList(names).contains(column.info.getName())) {
                found.add(new Attribute(column.info.getName(), column.value.apply(subject)));
            }
        }
        return found;
    }

    Object invoke(S subject, String action, Object[] parameters, String[] signature) throws ReflectionException {
        Operation<S> operation = actions.get(action);
        if (operation == null || !Arrays.equals(signatureOf(action), signature == null ? new String[0] : signature)) {
            throw new ReflectionException(new NoSuchMethodException(action), className + " has no operation " + action);
        }
        return operation.invoke(subject, parameters);
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

    /** The description of one MBean, made anew: clients ask for it seldom, and of few. */
    MBeanInfo describe(S subject) {
        return info(description.apply(subject));
    }

    /** The attributes and operations of the kind, with a description of one MBean. */
    MBeanInfo info(String text) {
        MBeanAttributeInfo[] attributes = new MBeanAttributeInfo[columns.size()];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = columns.get(i).info;
        }
        return new MBeanInfo(
                className,
                text,
                attributes,
                null,
                operations.toArray(new MBeanOperationInfo[0]),
                new MBeanNotificationInfo[0]);
    }

    /** What an operation does. */
    private interface Operation<S> {
        Object invoke(S subject, Object[] parameters);
    }

    private static final class Column<S> {
        final MBeanAttributeInfo info;
        final Function<S, Object> value;

        Column(MBeanAttributeInfo info, Function<S, Object> value) {
            this.info = info;
            this.value = value;
        }
    }
}
