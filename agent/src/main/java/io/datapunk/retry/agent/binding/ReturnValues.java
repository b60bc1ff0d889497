package io.datapunk.retry.agent.binding;

import io.datapunk.retry.outcome.ErrorReporter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Turns the value of {@code on-exhausted: {return: VALUE}} into one of the method's return type. Stateless. */
final class ReturnValues {

    private ReturnValues() {}

    /**
     * The value as the method returns it.
     *
     * @param value a scalar of the rules file ({@code null}, Boolean, Long, Double, String), or an empty list or map
     * @param type the method's return type as people write it
     */
    static Object fit(Object value, String type, String signature) throws UnfitRuleException {
        Object fitting = fitOrUnfit(value, type);
        if (fitting == UNFIT) {
            throw new UnfitRuleException("on-exhausted returns " + show(value) + ", which is no " + type + " as "
                    + signature + " returns it; give a value of that type, or rethrow or wrap");
        }
        return fitting;
    }

    /**
     * The value as a future or stream carries it.
     *
     * @param type what it carries, as people write it; {@code null}: not known, and any value may be meant
     * @param loader of the method's class; held weakly
     * @param problems is told where a constant of an enum cannot be had
     */
    static Object fitCarried(Object value, String type, String signature, ClassLoader loader, ErrorReporter problems)
            throws UnfitRuleException {
        if (type == null) {
            return value;
        }
        Object fitting = fitOrUnfit(value, type);
        if (fitting != UNFIT) {
            return fitting;
        }
        if (value instanceof String && EnumConstant.mayBe(type)) {
            return new EnumConstant((String) value, type, loader, problems);
        }
        throw new UnfitRuleException("on-exhausted returns " + show(value) + ", which is no " + type + " as what "
                + signature + " returns carries it: the failure is thrown instead; give a value of that type, or"
                + " rethrow or wrap");
    }

    private static final Object UNFIT = new Object();

    private static Object fitOrUnfit(Object value, String type) {
        switch (type) {
            case "void":
                return value == null ? null : UNFIT;
            case "boolean":
                return value instanceof Boolean ? value : UNFIT;
            case "char":
                return value instanceof String && ((String) value).length() == 1 ? ((String) value).charAt(0) : UNFIT;
            case "byte":
            case "short":
            case "int":
            case "long":
                return value instanceof Long ? integer((Long) value, type) : UNFIT;
            case "float":
                return value instanceof Number ? (Object) ((Number) value).floatValue() : UNFIT;
            case "double":
                return value instanceof Number ? (Object) ((Number) value).doubleValue() : UNFIT;
            default:
                return reference(value, type);
        }
    }

    private static Object integer(long value, String type) {
        switch (type) {
            case "byte":
                return (byte) value == value ? (Object) (byte) value : UNFIT;
            case "short":
                return (short) value == value ? (Object) (short) value : UNFIT;
            case "int":
                return (int) value == value ? (Object) (int) value : UNFIT;
            default:
                return value;
        }
    }

    private static Object reference(Object value, String type) {
        if (value == null) {
            return nothing(type);
        }
        switch (type) {
            case "java.lang.Number":
            case "java.lang.Comparable":
            case "java.io.Serializable":
                return isComparable(value) && !(type.endsWith(".Number") && !(value instanceof Number)) ? value : UNFIT;
            case "java.lang.Character":
                return fitOrUnfit(value, "char");
            case "java.lang.Byte":
                return fitOrUnfit(value, "byte");
            case "java.lang.Short":
                return fitOrUnfit(value, "short");
            case "java.lang.Float":
                return fitOrUnfit(value, "float");
            case "java.util.Set":
                return value instanceof List && ((List<?>) value).isEmpty() ? Collections.emptySet() : UNFIT;
            case "java.lang.Boolean":
                return value instanceof Boolean ? value : UNFIT;
            case "java.lang.String":
            case "java.lang.CharSequence":
                return value instanceof String ? value : UNFIT;
            case "java.lang.Object":
                return value;
            case "java.lang.Integer":
                return value instanceof Long ? integer((Long) value, "int") : UNFIT;
            case "java.lang.Long":
                return value instanceof Long ? value : UNFIT;
            case "java.lang.Double":
                return value instanceof Number ? (Object) ((Number) value).doubleValue() : UNFIT;
            case "java.util.List":
            case "java.util.Collection":
            case "java.lang.Iterable":
                return value instanceof List && ((List<?>) value).isEmpty() ? Collections.emptyList() : UNFIT;
            case "java.util.Map":
                return value instanceof Map && ((Map<?, ?>) value).isEmpty() ? Collections.emptyMap() : UNFIT;
            default:
                return UNFIT;
        }
    }

    /** What stands for nothing: as a rule {@code null}, but callers of these types expect an object. */
    private static Object nothing(String type) {
        switch (type) {
            case "java.util.Optional":
                return Optional.empty();
            case "java.util.OptionalInt":
                return OptionalInt.empty();
            case "java.util.OptionalLong":
                return OptionalLong.empty();
            case "java.util.OptionalDouble":
                return OptionalDouble.empty();
            default:
                return null;
        }
    }

    private static boolean isComparable(Object value) {
        return value instanceof Number || value instanceof String || value instanceof Boolean;
    }

    private static String show(Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }
}
