package io.datapunk.retry.outcome;

import java.util.List;

/** Compares what a program holds with what a rules file says. Stateless. */
final class ResultValues {

    private ResultValues() {}

    /** Numbers by value, whatever their type, or as one of a range; enums by name; characters as text. */
    static boolean equal(Object actual, Object written) {
        if (actual == null || written == null) {
            return actual == written;
        }
        if (written instanceof NumberRange) {
            return ((NumberRange) written).contains(actual);
        }
        if (actual instanceof Number && written instanceof Number) {
            return equalNumbers((Number) actual, (Number) written);
        }
        if (written instanceof CharSequence) {
            return written.toString().equals(text(actual));
        }
        return written.equals(actual); // code of ours, not the application's
    }

    static boolean isOneOf(Object actual, List<?> written) {
        for (Object candidate : written) {
            if (equal(actual, candidate)) {
                return true;
            }
        }
        return false;
    }

    /** The text of a value that has one; {@code null} for others, whose {@code toString} means nothing. */
    static String text(Object value) {
        if (value instanceof Enum) {
            return ((Enum<?>) value).name();
        }
        boolean hasText = value instanceof CharSequence
                || value instanceof Character
                || value instanceof Number
                || value instanceof Boolean;
        return hasText ? value.toString() : null;
    }

    private static boolean equalNumbers(Number a, Number b) {
        if (isWhole(a) && isWhole(b)) {
            return a.longValue() == b.longValue();
        }
        return a.doubleValue() == b.doubleValue();
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }
}
