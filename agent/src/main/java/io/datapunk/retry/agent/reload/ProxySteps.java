package io.datapunk.retry.agent.reload;

import io.datapunk.retry.agent.match.GeneratedClass;
import io.datapunk.retry.agent.weave.RetryTransformer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Puts together the classes that have to change in one step: generated proxies, what they are made from, and what else
 * implements it. For one change of rules; not thread-safe.
 */
final class ProxySteps {

    /**
     * To another class of the same step, or to itself; of the types that proxies have above them, and of what is below
     * these.
     */
    private final IdentityHashMap<Class<?>, Class<?>> linked = new IdentityHashMap<>();

    private ProxySteps() {}

    /** The classes by steps; nearly all are steps of their own. */
    static List<List<Class<?>>> of(List<Class<?>> changed) {
        ProxySteps steps = new ProxySteps();
        for (Class<?> each : changed) {
            if (GeneratedClass.isNamedSo(each.getName().replace('.', '/'))) {
                steps.link(each, each, true);
            }
        }
        if (!steps.linked.isEmpty()) {
            for (Class<?> each : changed) {
                steps.link(each, each, false);
            }
        }
        IdentityHashMap<Class<?>, List<Class<?>>> byFirst = new IdentityHashMap<>();
        List<List<Class<?>>> all = new ArrayList<>(changed.size());
        for (Class<?> each : changed) {
            Class<?> first = steps.first(each);
            List<Class<?>> step = byFirst.get(first);
            if (step == null) {
                step = new ArrayList<>(1);
                byFirst.put(first, step);
                all.add(step);
            }
            step.add(each);
        }
        return all;
    }

    /** Links a class with the types above it: with all of the application, or with those alone that proxies have. */
    private void link(Class<?> type, Class<?> below, boolean withAll) {
        if (type.getSuperclass() != null) {
            linkOne(type.getSuperclass(), below, withAll);
        }
        for (Class<?> implemented : type.getInterfaces()) {
            linkOne(implemented, below, withAll);
        }
    }

    private void linkOne(Class<?> above, Class<?> below, boolean withAll) {
        if (RetryTransformer.isOfJdk(above)
                || GeneratedClass.isOwnInterface(above.getName().replace('.', '/'))) {
            return;
        }
        if (withAll || linked.containsKey(above)) {
            linked.put(first(below), first(above));
            if (!linked.containsKey(first(above))) {
                linked.put(first(above), first(above));
            }
        }
        link(above, below, withAll);
    }

    private Class<?> first(Class<?> type) {
        Class<?> at = type;
        for (Class<?> next = linked.get(at); next != null && next != at; next = linked.get(at)) {
            at = next;
        }
        return at;
    }
}
