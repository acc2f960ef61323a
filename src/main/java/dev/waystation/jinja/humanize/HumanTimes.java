package dev.waystation.jinja.humanize;

import dev.waystation.jinja.filter.Registry;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.PyTuple;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;
import java.time.Instant;
import java.util.Locale;

/** Spans of time as people speak of them. A template has no dates, only numbers of seconds and texts. */
final class HumanTimes {
    private static final long DAY = 86_400;
    private static final double MONTH = 30.5;
    private static final long LONGEST_DAYS = 999_999_999;
    private static final long SECONDS_BEFORE_1970 = 62_135_596_800L;

    private HumanTimes() {}

    static void addTo(Registry registry) {
        registry.filter(
                        "humanize_naturaldelta(value, months=True, minimum_unit='seconds')",
                        (r, a) -> Lenient.orText(r, a[0], () -> {
                            checkUnit(r, a[2]);
                            Lenient.tryInteger(a[0]);
                            double seconds = Lenient.tryReal(a[0]);
                            return delta(r, micros(seconds), Values.truthy(a[1]), unit(r, a[2]));
                        }))
                .filter(
                        "humanize_naturaltime(value, future=False, months=True, minimum_unit='seconds', when=None)",
                        HumanTimes::naturalTime)
                .filter("humanize_naturaldate(value)", (r, a) -> date(r, a[0]))
                .filter("humanize_naturalday(value)", (r, a) -> date(r, a[0]))
                .filter("humanize_abs_timedelta(delta)", (r, a) -> {
                    throw new PyError(
                            PyError.Type.ATTRIBUTE, "'" + Values.typeName(a[0]) + "' object has no attribute 'days'");
                })
                .filter("humanize_date_and_delta(value)", HumanTimes::dateAndDelta)
                .filter(
                        "humanize_precisedelta(value, minimum_unit='seconds', suppress=(), format='%0.2f')",
                        PreciseDelta::filter);
    }

    /** What is not a date stays as it is. */
    private static Object date(Rendering r, Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        return Values.str(r, value);
    }

    private static String unit(Rendering r, Object name) {
        return Values.str(r, name).toLowerCase(Locale.ROOT);
    }

    private static void checkUnit(Rendering r, Object name) {
        String unit = unit(r, name);
        if (!unit.equals("seconds") && !unit.equals("milliseconds") && !unit.equals("microseconds")) {
            throw PyError.value("Minimum unit '" + Values.str(r, name) + "' not supported");
        }
    }

    /** Microseconds in a timedelta of so many seconds: rounded, half to even. */
    static long micros(double seconds) {
        if (Double.isNaN(seconds)) {
            throw PyError.value("cannot convert float NaN to integer");
        }
        if (Math.abs(seconds) / DAY > LONGEST_DAYS) {
            throw PyError.overflow("days=" + Math.rint(seconds / DAY) + "; must have magnitude <= 999999999");
        }
        double whole = seconds < 0 ? Math.ceil(seconds) : Math.floor(seconds);
        return (long) whole * 1_000_000 + (long) Math.rint((seconds - whole) * 1e6);
    }

    /** How far a time is from now must leave it after the start of the year 1. */
    static void checkDate(double seconds) {
        if (Math.abs(seconds) > Instant.now().getEpochSecond() + SECONDS_BEFORE_1970) {
            throw PyError.overflow("date value out of range");
        }
    }

    private static String plural(Rendering r, long count, String unit) {
        return HumanNumbers.commas(r, Long.toString(count)) + " " + unit + (count == 1 ? "" : "s");
    }

    private static String delta(Rendering r, long signedMicros, boolean useMonths, String minimumUnit) {
        long micros = Math.abs(signedMicros);
        long totalSeconds = micros / 1_000_000;
        long days = totalSeconds / DAY;
        long years = days / 365;
        days %= 365;
        if (years == 0 && days < 1) {
            return belowDay(r, totalSeconds, micros % 1_000_000, minimumUnit);
        }
        long months = (long) Math.rint(days / MONTH);
        if (years == 0) {
            return belowYear(r, days, months, useMonths);
        }
        if (years > 1) {
            return plural(r, years, "year");
        }
        if (days == 0) {
            return "a year";
        }
        if (months == 0 || !useMonths) {
            return "1 year, " + plural(r, days, "day");
        }
        return months == 12 ? "2 years" : "1 year, " + plural(r, months, "month");
    }

    private static String belowDay(Rendering r, long seconds, long micros, String minimumUnit) {
        if (seconds == 0) {
            if (minimumUnit.equals("microseconds") && micros < 1000) {
                return plural(r, micros, "microsecond");
            }
            return minimumUnit.equals("seconds") ? "a moment" : plural(r, micros / 1000, "millisecond");
        }
        if (seconds < 60) {
            return seconds == 1 ? "a second" : plural(r, seconds, "second");
        }
        long minutes = (long) Math.rint(seconds / 60.0);
        if (minutes < 60) {
            return minutes == 1 ? "a minute" : plural(r, minutes, "minute");
        }
        long hours = (long) Math.rint(seconds / 3600.0);
        if (hours < 24) {
            return hours == 1 ? "an hour" : plural(r, hours, "hour");
        }
        return "a day";
    }

    private static String belowYear(Rendering r, long days, long months, boolean useMonths) {
        if (days == 1) {
            return "a day";
        }
        if (!useMonths || months == 0) {
            return plural(r, days, "day");
        }
        return months == 1 ? "a month" : months == 12 ? "a year" : plural(r, months, "month");
    }

    private static Object naturalTime(Rendering r, Object[] a) {
        // Unlike naturaldelta, this takes a text for a text even if it is a number's.
        if (!Numbers.isReal(a[0]) || a[4] != None.NONE) {
            return Values.str(r, a[0]);
        }
        double seconds = Numbers.real(a[0]);
        if (!Lenient.isFinite(seconds)) {
            return notFinite(r, a[0]);
        }
        double whole = Math.rint(seconds);
        long micros = micros(whole);
        checkDate(whole);
        checkUnit(r, a[3]);
        String delta = delta(r, micros, Values.truthy(a[2]), unit(r, a[3]));
        if (delta.equals("a moment")) {
            return "now";
        }
        return delta + (Values.truthy(a[1]) ? " from now" : " ago");
    }

    private static Object notFinite(Rendering r, Object value) {
        Numbers.truncated(Numbers.real(value));
        return Values.str(r, value);
    }

    private static Object dateAndDelta(Rendering r, Object[] a) {
        if (a[0] instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (Numbers.isReal(a[0])) {
            throw PyError.type("humanize_date_and_delta of a number gives a date, which templates cannot hold");
        }
        return PyTuple.of(None.NONE, a[0]);
    }
}
