package io.datapunk.retry.outcome;

import io.datapunk.retry.backoff.Durations;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.Locale;

/** Reads a server's wish as HTTP writes it (RFC 9110, 10.2.3), and as programs do. Stateless. */
final class RetryAfter {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private RetryAfter() {}

    /** Nanoseconds from now, 0 for what is past; -1 for what cannot be read. */
    static long nanos(Object wish, long nowEpochMillis) {
        if (wish instanceof Duration) {
            return Math.max(0, Durations.nanos((Duration) wish));
        }
        if (wish instanceof Number) {
            return ofSeconds(((Number) wish).doubleValue());
        }
        if (wish instanceof Date) {
            return until(((Date) wish).getTime(), nowEpochMillis);
        }
        if (wish instanceof Instant) {
            return until(((Instant) wish).toEpochMilli(), nowEpochMillis);
        }
        return wish instanceof CharSequence ? ofText(wish.toString().trim(), nowEpochMillis) : -1;
    }

    private static long ofSeconds(double seconds) {
        return seconds >= 0 ? (long) (seconds * NANOS_PER_SECOND) : seconds < 0 ? 0 : -1;
    }

    private static long until(long epochMillis, long nowEpochMillis) {
        long millis = Math.max(0, epochMillis - nowEpochMillis);
        return millis > Long.MAX_VALUE / NANOS_PER_MILLI ? Long.MAX_VALUE : millis * NANOS_PER_MILLI;
    }

    private static long ofText(String text, long nowEpochMillis) {
        if (text.isEmpty()) {
            return -1;
        }
        char last = text.charAt(text.length() - 1);
        if (last >= '0' && last <= '9' && text.indexOf(' ') < 0) {
            try {
                return ofSeconds(Double.parseDouble(text));
            } catch (NumberFormatException e) {
                return -1;
            }
        }
        if (text.indexOf(' ') < 0) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                return -1;
            }
        }
        return ofDate(text, nowEpochMillis);
    }

    private static long ofDate(String text, long nowEpochMillis) {
        for (DateTimeFormatter format : HttpDates.FORMATS) {
            ParsePosition at = new ParsePosition(0);
            TemporalAccessor parsed = format.parseUnresolved(text, at);
            if (parsed != null && at.getIndex() == text.length()) {
                try {
                    return until(Instant.from(format.parse(text)).toEpochMilli(), nowEpochMillis);
                } catch (DateTimeException e) {
                    return -1; // such as the 31st of February
                }
            }
        }
        return -1;
    }

    /** The three forms of RFC 9110, 5.6.7; made when the first date comes. */
    private static final class HttpDates {
        static final DateTimeFormatter[] FORMATS = {
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC)
        };
    }
}
