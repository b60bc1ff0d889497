package io.datapunk.retry.outcome;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A path of accessors, such as {@code getStatusLine.getStatusCode} or {@code arg0.getHeader("Retry-After").getValue}.
 * It starts at the failure or the result of an attempt, or, with {@code this} or {@code argN}, at the receiver or an
 * argument.
 *
 * <p>Immutable and thread-safe.
 */
public final class PropertyPath {

    private static final int OUTCOME = -1;
    private static final int RECEIVER = -2;

    /** As it stands in a literal; an accessor's name has no dash. */
    private static final String RETRY_AFTER = "retry-after";

    private final String text;
    private final int start;
    private final List<Accessor> accessors;

    private PropertyPath(String text, int start, List<Accessor> accessors) {
        this.text = text;
        this.start = start;
        this.accessors = accessors;
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException where the text is none; the message has the column, from 1, and what was
     *     expected
     */
    public static PropertyPath parse(String text) {
        PropertyPathParser parser = new PropertyPathParser(text);
        List<Accessor> accessors = parser.parse();
        int start = startOf(accessors.get(0));
        return new PropertyPath(text, start, start == OUTCOME ? accessors : accessors.subList(1, accessors.size()));
    }

    private static int startOf(Accessor first) {
        String name = first.name();
        if (first.hasParentheses() || !(name.equals("this") || name.startsWith("arg"))) {
            return OUTCOME;
        }
        if (name.equals("this")) {
            return RECEIVER;
        }
        String digits = name.substring(3);
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return OUTCOME;
            }
        }
        return digits.isEmpty() || digits.length() > 3 ? OUTCOME : Integer.parseInt(digits);
    }

    /**
     * What the path leads to.
     *
     * @return {@code null} also where something on the way is; an {@code Optional} is opened, on the way and at the end
     * @throws UnreadablePropertyException where an accessor is not there, is not accessible, or fails
     */
    public Object read(AttemptOutcome attempt) {
        return readFrom(startIn(attempt));
    }

    Object readFrom(Object from) {
        Object value = open(from);
        for (int i = 0; value != null && i < accessors.size(); i++) {
            value = open(accessors.get(i).read(value, text));
        }
        return value;
    }

    private Object startIn(AttemptOutcome attempt) {
        if (start == OUTCOME) {
            return attempt.subject();
        }
        if (start == RECEIVER) {
            return attempt.self();
        }
        Object[] arguments = attempt.arguments();
        if (arguments == null || start >= arguments.length) {
            throw new UnreadablePropertyException(
                    text + " asks for argument " + start + ", but the method has "
                            + (arguments == null ? 0 : arguments.length) + " (they are counted from 0)",
                    null);
        }
        return arguments[start];
    }

    private static Object open(Object value) {
        return value instanceof Optional ? ((Optional<?>) value).orElse(null) : value;
    }

    /**
     * The path to the header {@code Date} of the response whose {@code Retry-After} this one reads; {@code null} where
     * it does not name that header.
     */
    PropertyPath toDateHeader() {
        int at = text.toLowerCase(Locale.ROOT).indexOf(RETRY_AFTER);
        return at < 0 ? null : parse(text.substring(0, at) + "Date" + text.substring(at + RETRY_AFTER.length()));
    }

    /** Whether it starts at the receiver or an argument. */
    public boolean startsAtReceiverOrArgument() {
        return start != OUTCOME;
    }

    @Override
    public String toString() {
        return text;
    }
}
