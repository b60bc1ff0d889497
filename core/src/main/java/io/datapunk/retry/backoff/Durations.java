package io.datapunk.retry.backoff;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** The text form of durations in rules files: {@code 250ms}, {@code 1m30s}, {@code PT1.5S}. Stateless. */
public final class Durations {

    private static final String[] UNITS = {"ns", "us", "ms", "s", "m", "h", "d"};
    private static final long[] NANOS = {
        1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L, 86_400_000_000_000L
    };

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @return nanoseconds, 0 or more
     * @throws IllegalArgumentException where the text is none, or is negative or longer than 292 years
     */
    public static long parse(String text) {
        String trimmed = text.trim();
        if (trimmed.startsWith("P") || trimmed.startsWith("p")) {
            return parseIso(trimmed);
        }
        long total = 0;
        int at = 0;
        int smallestSoFar = UNITS.length;
        do {
            int unitStart = endOf(trimmed, at, true);
            int end = endOf(trimmed, unitStart, false);
            int unit = unitOf(trimmed.substring(unitStart, end));
            if (unitStart == at || unit < 0 || unit >= smallestSoFar) {
                throw notADuration(text);
            }
            total = plus(total, trimmed.substring(at, unitStart), NANOS[unit], text);
            smallestSoFar = unit;
            at = end;
        } while (at < trimmed.length());
        return total;
    }

    private static long plus(long total, String digits, long unit, String text) {
        try {
            return Math.addExact(total, Math.multiplyExact(Long.parseLong(digits), unit));
        } catch (ArithmeticException | NumberFormatException e) {
            throw tooLong(text, e);
        }
    }

    private static long parseIso(String text) {
        try {
            return Saturating.atLeastZero(Duration.parse(text).toNanos(), "the duration");
        } catch (ArithmeticException e) {
            throw tooLong(text, e);
        } catch (DateTimeParseException e) {
            throw notADuration(text);
        }
    }

    private static int endOf(String text, int start, boolean digits) {
        int at = start;
        while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9') == digits) {
            at++;
        }
        return at;
    }

    private static int unitOf(String text) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(text)) {
                return i;
            }
        }
        return -1;
    }

    private static IllegalArgumentException notADuration(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not a duration such as 250ms, 2s, 1m30s, 1h or PT1.5S");
    }

    private static IllegalArgumentException tooLong(String text, Exception cause) {
        return new IllegalArgumentException(text + " is longer than 292 years", cause);
    }

    /** Nanoseconds of a duration; saturates at 292 years. */
    public static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** A duration as people write it, in the two largest units that it has, rounded down: {@code 1m30s}. */
    public static String format(long nanos) {
        if (nanos < 0) {
            return "-" + format(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos);
        }
        for (int unit = UNITS.length - 1; unit > 0; unit--) {
            if (nanos >= NANOS[unit]) {
                long rest = nanos % NANOS[unit] / NANOS[unit - 1];
                return nanos / NANOS[unit] + UNITS[unit] + (rest == 0 ? "" : rest + UNITS[unit - 1]);
            }
        }
        return nanos + (nanos == 0 ? "ms" : "ns");
    }
}
