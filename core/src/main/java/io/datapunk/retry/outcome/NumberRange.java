package io.datapunk.retry.outcome;

/**
 * A range of whole numbers among the values that a property may have, such as {@code 500-504}, both ends included.
 * Immutable.
 */
public final class NumberRange {

    private final String text;
    private final long from;
    private final long to;

    private NumberRange(String text, long from, long to) {
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /**
     * Reads a range.
     *
     * @param text two whole numbers, of which the first is not the larger, with a dash between them
     * @return {@code null} where the text is anything else
     */
    public static NumberRange parse(String text) {
        int dash = text.indexOf('-', 1); // the first number may be negative
        if (dash < 0) {
            return null;
        }
        try {
            long from = Long.parseLong(text.substring(0, dash).trim());
            long to = Long.parseLong(text.substring(dash + 1).trim());
            return from > to ? null : new NumberRange(text, from, to);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whether a number, or a text that is one, lies in the range; or it is the text of the range itself. */
    boolean contains(Object value) {
        if (value instanceof Number) {
            double number = ((Number) value).doubleValue();
            long whole = ((Number) value).longValue();
            return whole == number && whole >= from && whole <= to;
        }
        String written = ResultValues.text(value);
        if (written == null) {
            return false;
        }
        try {
            long whole = Long.parseLong(written.trim());
            return whole >= from && whole <= to;
        } catch (NumberFormatException e) {
            return written.equals(text);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
