package io.datapunk.retry.outcome;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Finds the member behind a name: public ones of public classes and interfaces first, since the class of an object is
 * often hidden behind them (in a module, or a package-private implementation); others only where the JVM lets them be
 * opened.
 */
final class AccessorLookup {

    private final String name;
    private final Object[] arguments;

    AccessorLookup(String name, Object[] arguments) {
        this.name = name;
        this.arguments = arguments;
    }

    /** The member; {@code null} where there is none. */
    Member find(Class<?> type) {
        String property = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        String[] names =
                arguments.length == 0 ? new String[] {name, "get" + property, "is" + property} : new String[] {name};
        for (String candidate : names) {
            Method method = accessibleMethod(type, candidate);
            if (method != null) {
                return method;
            }
        }
        return arguments.length == 0 ? publicField(type) : null;
    }

    private Method accessibleMethod(Class<?> type, String candidate) {
        Method openly = publicMethod(type, candidate);
        if (openly != null) {
            return openly;
        }
        for (Class<?> holder = type; holder != null; holder = holder.getSuperclass()) {
            Method hidden = declared(holder, candidate);
            if (hidden != null && open(hidden)) {
                return hidden;
            }
        }
        return null;
    }

    /** A method that anybody may call: public, in a public type of a package that its module exports. */
    private Method publicMethod(Class<?> type, String candidate) {
        if (type == null) {
            return null;
        }
        Method declared = Modifier.isPublic(type.getModifiers()) ? declared(type, candidate) : null;
        if (declared != null && Modifier.isPublic(declared.getModifiers()) && isCallable(declared)) {
            return declared;
        }
        Method found = publicMethod(type.getSuperclass(), candidate);
        for (Class<?> implemented : type.getInterfaces()) {
            found = found != null ? found : publicMethod(implemented, candidate);
        }
        return found;
    }

    private static boolean isCallable(Method method) {
        // Where opening works no check is left that could fail; a module that does not export its package refuses.
        return open(method);
    }

    private static boolean open(AccessibleObject member) {
        try {
            member.setAccessible(true);
            return true;
        } catch (RuntimeException e) { // InaccessibleObjectException (9+), SecurityException
            return false;
        }
    }

    /** The closest of the overloads, whatever order the JVM has them in; {@code null} where there is none. */
    private Method declared(Class<?> type, String candidate) {
        Method closest = null;
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(candidate)
                    && takesArguments(method.getParameterTypes())
                    && (closest == null || isCloser(method, closest))) {
                closest = method;
            }
        }
        return closest;
    }

    /**
     * A bridge is the last choice, but one all the same: it may be all that is public of a hidden superclass's
     * method.
     */
    private static boolean isCloser(Method method, Method other) {
        if (method.isBridge() != other.isBridge()) {
            return other.isBridge();
        }
        Class<?>[] types = method.getParameterTypes();
        Class<?>[] otherTypes = other.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            if (!otherTypes[i].isAssignableFrom(types[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean takesArguments(Class<?>[] types) {
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!takes(types[i], arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean takes(Class<?> type, Object argument) {
        if (argument == null) {
            return !type.isPrimitive();
        }
        if (type.isPrimitive()) {
            return argument instanceof Boolean && type == boolean.class
                    || argument instanceof Integer && (type == int.class || type == long.class)
                    || argument instanceof Long && type == long.class;
        }
        return type.isInstance(argument);
    }

    private Field publicField(Class<?> type) {
        try {
            Field field = type.getField(name);
            return open(field) ? field : null;
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
