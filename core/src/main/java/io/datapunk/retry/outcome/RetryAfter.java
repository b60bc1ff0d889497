package io.datapunk.retry.outcome;

import io.datapunk.retry.backoff.Durations;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Calendar;
import java.util.Date;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * When a server says to come again, as HTTP writes it (RFC 9110, 10.2.3) and as programs do: a span, or a point in
 * time. An immutable value.
 */
final class RetryAfter {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long MILLIS_PER_SECOND = 1_000L;

    /** No server asks for a wait as long as the time since 1970: a number this close to now is a point in time. */
    private static final long NEAR_NOW_MILLIS = 10L * 365 * 24 * 3_600 * MILLIS_PER_SECOND;

    /** Three years as seconds: no wait; and no time that a server gives now. */
    private static final double LEAST_TIME = 100_000_000;

    private static final Pattern SECONDS = Pattern.compile("-?[0-9]++(\\.[0-9]++)?");

    private final boolean isTime;
    private final long value;

    private RetryAfter(boolean isTime, long value) {
        this.isTime = isTime;
        this.value = value;
    }

    private static RetryAfter span(long nanos) {
        return new RetryAfter(false, Math.max(0, nanos));
    }

    private static RetryAfter time(long epochMillis) {
        return new RetryAfter(true, epochMillis);
    }

    /**
     * Reads what a library gives: a number of seconds; a number of seconds or milliseconds since 1970 if that is within
     * ten years of now; a duration; a time; the text of one of these; or a collection or array, of which the first
     * counts.
     *
     * @return {@code null} where it is none of these
     */
    static RetryAfter read(Object wish, long nowEpochMillis) {
        if (wish instanceof Number) {
            return ofNumber(((Number) wish).doubleValue(), nowEpochMillis);
        }
        if (wish instanceof CharSequence) {
            return ofText(wish.toString().trim(), nowEpochMillis);
        }
        if (wish instanceof Duration) {
            return span(Durations.nanos((Duration) wish));
        }
        if (wish instanceof Date) {
            return time(((Date) wish).getTime());
        }
        if (wish instanceof Calendar) {
            return time(((Calendar) wish).getTimeInMillis());
        }
        if (wish instanceof TemporalAccessor) {
            return ofTemporal((TemporalAccessor) wish);
        }
        Object first = firstOf(wish);
        return first == null ? null : read(first, nowEpochMillis);
    }

    /** A header that libraries give as all of its values; {@code null}: none. */
    private static Object firstOf(Object values) {
        if (values instanceof Object[]) {
            Object[] array = (Object[]) values;
            return array.length == 0 || array[0] instanceof Object[] ? null : array[0];
        }
        if (values instanceof Iterable) {
            Iterator<?> all = ((Iterable<?>) values).iterator();
            Object first = all.hasNext() ? all.next() : null;
            return first instanceof Iterable ? null : first;
        }
        return null;
    }

    private static RetryAfter ofNumber(double number, long nowEpochMillis) {
        if (Double.isNaN(number)) {
            return null;
        }
        if (number < LEAST_TIME) {
            return span((long) (number * NANOS_PER_SECOND));
        }
        if (Math.abs(number - nowEpochMillis) <= NEAR_NOW_MILLIS) {
            return time((long) number);
        }
        if (Math.abs(number * MILLIS_PER_SECOND - nowEpochMillis) <= NEAR_NOW_MILLIS) {
            return time((long) (number * MILLIS_PER_SECOND));
        }
        return span((long) (number * NANOS_PER_SECOND));
    }

    private static RetryAfter ofTemporal(TemporalAccessor time) {
        try {
            Instant instant = Instant.from(time);
            // Not toEpochMilli(), which throws where a time is too far away to count.
            long seconds = instant.getEpochSecond();
            boolean fits = Math.abs(seconds) < Long.MAX_VALUE / MILLIS_PER_SECOND;
            return time(fits ? instant.toEpochMilli() : seconds > 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
        } catch (DateTimeException e) {
            return null; // a time of day, say
        }
    }

    /** Whether it is a point in time, so that the wait depends on what time it is for the server. */
    boolean isTime() {
        return isTime;
    }

    /** Milliseconds since 1970, of a point in time. */
    long epochMillis() {
        return value;
    }

    /** The wait in nanoseconds; 0 for a time that is past. */
    long nanosFrom(long nowEpochMillis) {
        if (!isTime) {
            return value;
        }
        if (value <= nowEpochMillis) {
            return 0;
        }
        long millis = value - nowEpochMillis;
        return millis < 0 || millis > Long.MAX_VALUE / NANOS_PER_MILLI ? Long.MAX_VALUE : millis * NANOS_PER_MILLI;
    }

    private static RetryAfter ofText(String text, long nowEpochMillis) {
        if (SECONDS.matcher(text).matches()) {
            return ofNumber(Double.parseDouble(text), nowEpochMillis);
        }
        if (text.indexOf(' ') >= 0) {
            return ofDate(text, nowEpochMillis);
        }
        try {
            boolean isTimestamp = text.indexOf('-') > 0 && text.indexOf('T') > 0;
            return isTimestamp ? ofTemporal(OffsetDateTime.parse(text)) : span(Durations.parse(text));
        } catch (DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }

    private static RetryAfter ofDate(String text, long nowEpochMillis) {
        for (DateTimeFormatter format : formats(nowEpochMillis)) {
            ParsePosition at = new ParsePosition(0);
            TemporalAccessor parsed = format.parseUnresolved(text, at);
            if (parsed != null && at.getIndex() == text.length()) {
                try {
                    return time(Instant.from(format.parse(text)).toEpochMilli());
                } catch (DateTimeException e) {
                    return null; // such as the 31st of February
                }
            }
        }
        return null;
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
