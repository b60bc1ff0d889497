package io.datapunk.retry.outcome;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Where objects of a class have their status code that {@link HttpResponses} does not know: in the first of the usual
 * accessors that gives a number from 100 to 599, or an object whose {@code value} or {@code getCode} does. The accessor
 * that gave one is remembered and asked first from then on.
 *
 * <p>Thread-safe. One for each class; it holds members of that class alone.
 */
final class UsualStatus {

    private static final String[] ACCESSORS = {"getStatusCode", "statusCode", "getStatus", "status", "getCode", "code"};

    private static final Accessor VALUE = accessor("value");
    private static final Accessor GET_CODE = accessor("getCode");

    private static final int LEAST = 100;
    private static final int MOST = 599;

    private final Accessor[] candidates;
    private volatile Accessor chosen;

    /** What the class has of the usual accessors: public methods without parameters that may give a status. */
    UsualStatus(Class<?> type) {
        Accessor[] found = new Accessor[ACCESSORS.length];
        int count = 0;
        for (String name : ACCESSORS) {
            if (isThere(type, name)) {
                found[count++] = accessor(name);
            }
        }
        candidates = new Accessor[count];
        System.arraycopy(found, 0, candidates, 0, count);
    }

    private static Accessor accessor(String name) {
        return new Accessor(name, true, new Object[0]);
    }

    private static boolean isThere(Class<?> type, String name) {
        try {
            Method method = type.getMethod(name);
            Class<?> given = method.getReturnType();
            return !Modifier.isStatic(method.getModifiers())
                    && given != void.class
                    && given != boolean.class
                    && !CharSequence.class.isAssignableFrom(given);
        } catch (NoSuchMethodException | LinkageError | SecurityException e) {
            return false;
        }
    }

    /** Whether the class has any of the accessors. */
    boolean isKnown() {
        return candidates.length > 0;
    }

    /**
     * The status of an object of the class; {@code null} where none of the accessors gives one.
     *
     * @throws UnreadablePropertyException where an accessor fails that gave one before
     */
    Integer of(Object response) {
        Accessor known = chosen;
        if (known != null) {
            return statusBy(known, response);
        }
        for (Accessor candidate : candidates) {
            Integer status;
            try {
                status = statusBy(candidate, response);
            } catch (UnreadablePropertyException e) {
                continue; // another one may do
            }
            if (status != null) {
                chosen = candidate;
                return status;
            }
        }
        return null;
    }

    private static Integer statusBy(Accessor accessor, Object response) {
        return ofValue(accessor.read(response, accessor.name()));
    }

    /**
     * A number from 100 to 599, or what an object of a kind such as {@code HttpStatus} has for one; else {@code
     * null}.
     */
    static Integer ofValue(Object value) {
        if (value == null || value instanceof Number) {
            return inRange(value);
        }
        Integer byValue = ofObject(value, VALUE);
        return byValue != null ? byValue : ofObject(value, GET_CODE);
    }

    private static Integer ofObject(Object value, Accessor accessor) {
        try {
            return inRange(accessor.read(value, accessor.name()));
        } catch (UnreadablePropertyException e) {
            return null; // not an object of that kind
        }
    }

    private static Integer inRange(Object value) {
        Integer code = value instanceof Number ? HttpResponses.whole((Number) value) : null;
        return code != null && code >= LEAST && code <= MOST ? code : null;
    }
}
