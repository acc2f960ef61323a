package dev.waystation.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** The two ways of writing a time that dbt's payloads use: RFC 3339, and the 2022 draft's without a zone, which is UTC. */
final class Timestamps {
    private static final int SECONDS_END = "yyyy-MM-ddTHH:mm:ss".length();

    private Timestamps() {}

    /**
     * Reads a time with 0 to 9 digits of a fraction.
     *
     * @return the time, or null if the text is none
     */
    static Instant parse(String text) {
        if (text.length() < SECONDS_END || !hasShape(text)) {
            return null;
        }
        int zone = fractionEnd(text);
        if (zone < 0) {
            return null;
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        int offset = offsetSeconds(text, zone);
        if (offset == Integer.MIN_VALUE) {
            return null;
        }
        long day;
        try {
            day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                    .toEpochDay();
        } catch (DateTimeException e) {
            return null;
        }
        return Instant.ofEpochSecond(day * 86_400 + hour * 3_600 + minute * 60 + second - offset, nanos(text, zone));
    }

    /**
     * The form to send. A time without a zone, as the 2022 draft writes it, is given the {@code T} and the {@code Z} of
     * RFC 3339; any other text, also one that is no time at all, stays as it is.
     */
    static String normalized(String text) {
        int length = text.length();
        if (length < SECONDS_END || !hasShape(text) || fractionEnd(text) != length || parse(text) == null) {
            return text;
        }
        return text.substring(0, 10) + 'T' + text.substring(11) + 'Z';
    }

    /** RFC 3339 in UTC as Go's RFC3339Nano writes it, which dbt uses: up to 9 digits of a fraction, no zeros at its end. */
    static String format(Instant time) {
        String text = time.toString();
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length() - 1;
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end) + 'Z';
    }

    private static boolean hasShape(String text) {
        for (int i = 0; i < SECONDS_END; i++) {
            char c = text.charAt(i);
            boolean fits =
                    switch (i) {
                        case 4, 7 -> c == '-';
                        case 10 -> c == 'T' || c == 't' || c == ' ';
                        case 13, 16 -> c == ':';
                        default -> c >= '0' && c <= '9';
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** The index after the fraction, or after the seconds if there is none; -1 if the fraction has no or too many digits. */
    private static int fractionEnd(String text) {
        int at = SECONDS_END;
        if (at == text.length() || text.charAt(at) != '.') {
            return at;
        }
        at++;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        int digits = at - SECONDS_END - 1;
        return digits >= 1 && digits <= 9 ? at : -1;
    }

    private static int nanos(String text, int end) {
        int nanos = 0;
        for (int i = 0; i < 9; i++) {
            int at = SECONDS_END + 1 + i;
            nanos = nanos * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        return nanos;
    }

    /** The offset of the zone that begins at an index, or {@code Integer.MIN_VALUE} if what is there is no zone. */
    private static int offsetSeconds(String text, int zone) {
        int left = text.length() - zone;
        if (left == 0) {
            return 0;
        }
        char sign = text.charAt(zone);
        if (left == 1 && (sign == 'Z' || sign == 'z')) {
            return 0;
        }
        if (left != 6 || sign != '+' && sign != '-' || text.charAt(zone + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = number(text, zone + 1, zone + 3);
        int minutes = number(text, zone + 4, zone + 6);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int offset = hours * 3_600 + minutes * 60;
        return sign == '+' ? offset : -offset;
    }

    /** The number in a range of digits, or -1 if something else is there. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
