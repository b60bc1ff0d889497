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
import java.util.regex.Pattern;

/** Reads a server's wish as HTTP writes it (RFC 9110, 10.2.3), and as programs do. Stateless. */
final class RetryAfter {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private static final Pattern SECONDS = Pattern.compile("-?[0-9]++(\\.[0-9]++)?");

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
            // Not toEpochMilli(), which throws where a time is too far away to count.
            return Math.max(0, Durations.nanos(Duration.between(Instant.ofEpochMilli(nowEpochMillis), (Instant) wish)));
        }
        return wish instanceof CharSequence ? ofText(wish.toString().trim(), nowEpochMillis) : -1;
    }

    private static long ofSeconds(double seconds) {
        return seconds >= 0 ? (long) (seconds * NANOS_PER_SECOND) : seconds < 0 ? 0 : -1;
    }

    private static long until(long epochMillis, long nowEpochMillis) {
        if (epochMillis <= nowEpochMillis) {
            return 0;
        }
        long millis = epochMillis - nowEpochMillis;
        return millis < 0 || millis > Long.MAX_VALUE / NANOS_PER_MILLI ? Long.MAX_VALUE : millis * NANOS_PER_MILLI;
    }

    private static long ofText(String text, long nowEpochMillis) {
        if (SECONDS.matcher(text).matches()) {
            return ofSeconds(Double.parseDouble(text));
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
        for (DateTimeFormatter format : formats(nowEpochMillis)) {
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

    /** The three forms of RFC 9110, 5.6.7. The second one's year has two digits, and is at most 50 years ahead. */
    private static DateTimeFormatter[] formats(long nowEpochMillis) {
        int year = Instant.ofEpochMilli(nowEpochMillis).atOffset(ZoneOffset.UTC).getYear();
        return new DateTimeFormatter[] {
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, year - 49)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC)
        };
    }
}
