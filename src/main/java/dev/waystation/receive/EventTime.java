package dev.waystation.receive;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times that Prefect's events API takes: RFC 3339, also with a blank or without seconds, offset or time of day (then
 * UTC, midnight), and seconds or milliseconds since 1970 as a number or as digits. Beyond microseconds it is cut off.
 */
final class EventTime {

    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})"
            + "(?:[Tt _](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,18}))?)?(Z|z|[+-]\\d{2}:?\\d{2})?)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(?:\\.\\d{1,20})?");

    /** Larger numbers are milliseconds; as seconds they would be beyond the year 2603. */
    private static final BigDecimal WATERSHED = BigDecimal.valueOf(20_000_000_000L);

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private EventTime() {}

    /** The time, or null when the value is none. */
    static Instant parse(Object value) {
        try {
            Instant instant = null;
            if (value instanceof String text) {
                instant = NUMBER.matcher(text).matches() ? sinceEpoch(new BigDecimal(text)) : iso(text);
            } else if (value instanceof Long || value instanceof BigInteger) {
                instant = value.toString().length() > 20 ? null : sinceEpoch(new BigDecimal(value.toString()));
            } else if (value instanceof Double number && Double.isFinite(number) && Math.abs(number) < 1e18) {
                instant = sinceEpoch(BigDecimal.valueOf(number));
            }
            return instant == null || instant.isBefore(FIRST) || instant.isAfter(LAST) ? null : instant;
        } catch (DateTimeException | ArithmeticException noSuchTime) {
            return null;
        }
    }

    private static Instant sinceEpoch(BigDecimal number) {
        BigDecimal seconds = number.abs().compareTo(WATERSHED) > 0 ? number.movePointLeft(3) : number;
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long micros = seconds.subtract(whole)
                .movePointRight(6)
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
        return Instant.ofEpochSecond(whole.longValueExact(), micros * 1000);
    }

    private static Instant iso(String text) {
        Matcher m = ISO.matcher(text);
        if (!m.matches()) {
            return null;
        }
        LocalDateTime local = LocalDateTime.of(
                number(m.group(1)),
                number(m.group(2)),
                number(m.group(3)),
                number(m.group(4)),
                number(m.group(5)),
                number(m.group(6)),
                micros(m.group(7)) * 1000);
        String offset = m.group(8);
        boolean utc = offset == null || offset.equalsIgnoreCase("Z");
        return local.toInstant(utc ? ZoneOffset.UTC : ZoneOffset.of(offset));
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int micros(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000").substring(0, 6));
    }
}
