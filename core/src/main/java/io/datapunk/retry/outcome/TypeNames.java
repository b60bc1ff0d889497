package io.datapunk.retry.outcome;

/** Asks whether a class is, extends or implements one of a name, without loading anything. Stateless. */
final class TypeNames {

    private TypeNames() {}

    static boolean isOrExtends(Class<?> type, String name) {
        for (Class<?> link = type; link != null; link = link.getSuperclass()) {
            if (link.getName().equals(name) || implementsInterface(link, name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a throwable's class, or a superclass of it below {@code Throwable}, has this name; {@code null}: no. */
    static boolean extendsBelowThrowable(Class<?> type, String name) {
        for (Class<?> link = type; link != Throwable.class; link = link.getSuperclass()) {
            if (link.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean implementsInterface(Class<?> type, String name) {
        for (Class<?> implemented : type.getInterfaces()) {
            if (implemented.getName().equals(name) || implementsInterface(implemented, name)) {
                return true;
            }
        }
        return false;
    }
}
