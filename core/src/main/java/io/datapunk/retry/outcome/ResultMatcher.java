package io.datapunk.retry.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells which results of a method are worth a retry. Immutable and thread-safe.
 */
public final class ResultMatcher {

    private final Condition condition;
    private final PropertyPath property;
    private final boolean asksStatus;

    private ResultMatcher(Condition condition, PropertyPath property) {
        this(condition, property, false);
    }

    private ResultMatcher(Condition condition, PropertyPath property, boolean asksStatus) {
        this.asksStatus = asksStatus;
        this.condition = condition;
        this.property = property;
    }

    /**
     * Results with one of these status codes.
     *
     * @param property where the status is; {@code null}: as the usual HTTP responses have it, or the number itself
     */
    public static ResultMatcher status(StatusCodes codes, PropertyPath property) {
        return new ResultMatcher(Condition.status(codes, property == null), property, property == null);
    }

    /** Results equal to a value, {@code null} included: numbers by value, enums by name. */
    public static ResultMatcher equalTo(Object value) {
        List<Object> one = new ArrayList<>(1);
        one.add(value);
        return new ResultMatcher(Condition.in(one), null);
    }

    /** Results whose property is one of these values. */
    public static ResultMatcher propertyIn(PropertyPath property, List<?> values) {
        return new ResultMatcher(Condition.in(values), property);
    }

    /** Results in whose property, read as text, the pattern is found. */
    public static ResultMatcher propertyMatches(PropertyPath property, Pattern pattern) {
        return new ResultMatcher(Condition.matches(pattern), property);
    }

    /**
     * Whether the result of the attempt is one of them.
     *
     * @throws UnreadablePropertyException where its property cannot be read
     */
    boolean matches(AttemptOutcome attempt) {
        return condition.holds(property == null ? attempt.result() : property.read(attempt));
    }

    /** Whether it asks for the status of the result itself, and not of a property. */
    public boolean asksStatus() {
        return asksStatus;
    }

    boolean looksAtReceiverOrArguments() {
        return property != null && property.startsAtReceiverOrArgument();
    }

    @Override
    public String toString() {
        return (property == null ? "" : property + " ") + condition;
    }
}
