package dev.waystation.event.received;

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
 * UTC, midnight), and seconds or milliseconds since 1970 as a number or as digits. Beyond microseconds a text is cut off and a number rounded.
 */
public final class EventTime {

    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})"
            + "(?:[Tt _](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,18}))?)?(Z|z|[+-]\\d{2}:?[0-5]\\d)?)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(?:\\.\\d{0,20})?");

    /** Larger numbers are milliseconds; as seconds they would be beyond the year 2603. */
    private static final BigDecimal WATERSHED = BigDecimal.valueOf(20_000_000_000L);

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private EventTime() {}

    /** The time, or null when the value is none. */
    public static Instant parse(Object value) {
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
        BigDecimal seconds = (number.abs().compareTo(WATERSHED) > 0 ? number.movePointLeft(3) : number)
                .setScale(6, RoundingMode.HALF_EVEN);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long micros = seconds.subtract(whole).movePointRight(6).longValueExact();
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
        return local.toInstant(ZoneOffset.UTC).minusSeconds(60L * offsetMinutes(m.group(8)));
    }

    /** By hand, since Java knows no offset beyond 18 hours and RFC 3339 goes to 23:59. */
    private static int offsetMinutes(String offset) {
        if (offset == null || offset.equalsIgnoreCase("Z")) {
            return 0;
        }
        int hours = Integer.parseInt(offset, 1, 3, 10);
        if (hours > 23) {
            throw new DateTimeException("no such offset");
        }
        int minutes = hours * 60 + Integer.parseInt(offset, offset.length() - 2, offset.length(), 10);
        return offset.charAt(0) == '-' ? -minutes : minutes;
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int micros(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000").substring(0, 6));
    }
}
