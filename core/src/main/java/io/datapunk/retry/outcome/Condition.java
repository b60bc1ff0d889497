package io.datapunk.retry.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a value must be like. Immutable and thread-safe. */
abstract class Condition {

    /** Text past this length is not searched: patterns may be slow, and messages may hold whole documents. */
    static final int MAX_TEXT = 10_000;

    abstract boolean holds(Object value);

    static Condition status(final StatusCodes codes, final boolean ofResponse) {
        return new Condition() {
            @Override
            boolean holds(Object value) {
                Integer status = ofResponse ? HttpResponses.statusOf(value) : number(value);
                return status != null && codes.contains(status);
            }

            @Override
            public String toString() {
                return "status " + codes;
            }
        };
    }

    private static Integer number(Object value) {
        if (value instanceof CharSequence) {
            try {
                return Integer.valueOf(value.toString().trim());
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return value instanceof Number ? HttpResponses.whole((Number) value) : HttpResponses.statusOf(value);
    }

    static Condition in(List<?> values) {
        final List<Object> copy = new ArrayList<Object>(values);
        return new Condition() {
            @Override
            boolean holds(Object value) {
                return ResultValues.isOneOf(value, copy);
            }

            @Override
            public String toString() {
                return "in " + copy;
            }
        };
    }

    static Condition matches(final Pattern pattern) {
        return new Condition() {
            @Override
            boolean holds(Object value) {
                String text = ResultValues.text(value);
                return text != null && finds(pattern, text);
            }

            @Override
            public String toString() {
                return "matches " + pattern;
            }
        };
    }

    /**
     * Whether the pattern is found in the text.
     *
     * @throws UnreadablePropertyException where the search needs more stack than there is, as {@code (a|b)*} may
     */
    static boolean finds(Pattern pattern, String text) {
        try {
            return pattern.matcher(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text)
                    .find();
        } catch (StackOverflowError e) {
            throw new UnreadablePropertyException("the pattern " + pattern + " needs too much stack for a text", e);
        }
    }
}
