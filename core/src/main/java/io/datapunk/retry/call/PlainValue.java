package io.datapunk.retry.call;

import java.lang.ref.WeakReference;

/**
 * A result without an identity of its own, known by its class and hash: the value itself, a long text perhaps, is not
 * held. Two values that are alike in these count as one, which errs to the side of fewer calls. Immutable.
 */
final class PlainValue {

    private final WeakReference<Object> enumConstant;
    private final Class<?> type;
    private final int hash;

    PlainValue(Object value) {
        boolean isEnum = value instanceof Enum;
        enumConstant = isEnum ? new WeakReference<>(value) : null;
        type = isEnum || value == null ? null : value.getClass(); // one of the JDK's
        hash = isEnum || value == null ? 0 : value.hashCode();
    }

    /**
     * Whether a result is such a value: one of the JDK's. Any other, an application's number included, has an
     * identity.
     */
    static boolean isOne(Object result) {
        return result == null
                || result instanceof Integer
                || result instanceof String
                || result instanceof Boolean
                || result instanceof Long
                || result instanceof Enum
                || result instanceof Short
                || result instanceof Byte
                || result instanceof Character
                || result instanceof Double
                || result instanceof Float;
    }

    boolean is(Object other) {
        if (enumConstant != null) {
            return enumConstant.get() == other;
        }
        return type == null ? other == null : other != null && other.getClass() == type && other.hashCode() == hash;
    }
}
