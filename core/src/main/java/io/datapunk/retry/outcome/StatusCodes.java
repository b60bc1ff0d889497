package io.datapunk.retry.outcome;

import java.util.List;

/**
 * A set of status codes, as ranges. Immutable.
 */
public final class StatusCodes {

    private final int[] from;
    private final int[] to;

    private StatusCodes(int[] from, int[] to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Reads codes and ranges.
     *
     * @param texts each such as {@code 429} or {@code 502-504}; at least one
     * @throws IllegalArgumentException where one is neither, or a range is empty
     */
    public static StatusCodes parse(List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("no status codes are given, but at least one is needed");
        }
        int[] from = new int[texts.size()];
        int[] to = new int[texts.size()];
        for (int i = 0; i < from.length; i++) {
            String text = texts.get(i).trim();
            int dash = text.indexOf('-', 1); // a code may be negative, as SQL's error codes are
            from[i] = number(dash < 0 ? text : text.substring(0, dash), text);
            to[i] = dash < 0 ? from[i] : number(text.substring(dash + 1), text);
            if (to[i] < from[i]) {
                throw new IllegalArgumentException(
                        "the range " + text + " is empty: " + from[i] + " is above " + to[i]);
            }
        }
        return new StatusCodes(from, to);
    }

    private static int number(String digits, String text) {
        try {
            return Integer.parseInt(digits.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a status code such as 429 or a range such as 502-504", e);
        }
    }

    /** Whether the code is one of them. */
    public boolean contains(int code) {
        for (int i = 0; i < from.length; i++) {
            if (code >= from[i] && code <= to[i]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < from.length; i++) {
            text.append(i == 0 ? "" : ", ").append(from[i]).append(to[i] == from[i] ? "" : "-" + to[i]);
        }
        return text.toString();
    }
}
