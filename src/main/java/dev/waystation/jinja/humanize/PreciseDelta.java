package dev.waystation.jinja.humanize;

import dev.waystation.jinja.value.FormatSpec;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The filter {@code humanize_precisedelta}: a span of time in all its units. */
final class PreciseDelta {
    private enum Unit {
        MICROSECONDS,
        MILLISECONDS,
        SECONDS,
        MINUTES,
        HOURS,
        DAYS,
        MONTHS,
        YEARS;

        String shown(boolean singular) {
            String name = name().toLowerCase(Locale.ROOT);
            return singular ? name.substring(0, name.length() - 1) : name;
        }
    }

    private final Rendering r;
    private final Object format;
    private final Unit least;
    private final Set<Unit> suppressed;
    private final Map<Unit, Double> amounts = new EnumMap<>(Unit.class);

    private PreciseDelta(Rendering r, Object format, Unit least, Set<Unit> suppressed) {
        this.r = r;
        this.format = format;
        this.least = least;
        this.suppressed = suppressed;
    }

    static Object filter(Rendering r, Object[] a) {
        if (!Numbers.isReal(a[0])) {
            return Values.str(r, a[0]);
        }
        double seconds = Numbers.real(a[0]);
        if (!Lenient.isFinite(seconds)) {
            return Values.str(r, a[0]);
        }
        long micros = Math.abs(HumanTimes.micros(seconds));
        HumanTimes.checkDate(seconds);
        Set<Unit> suppressed = EnumSet.noneOf(Unit.class);
        for (Object name : Values.list(r, a[2])) {
            suppressed.add(unit(Values.str(r, name)));
        }
        Unit least = unit(Values.str(r, a[1]));
        while (suppressed.contains(least)) {
            if (least == Unit.YEARS) {
                throw PyError.value("Minimum unit is suppressed and no suitable replacement was found");
            }
            least = Unit.values()[least.ordinal() + 1];
        }
        for (Unit unit : Unit.values()) {
            if (unit.compareTo(least) < 0) {
                suppressed.add(unit);
            }
        }
        PreciseDelta delta = new PreciseDelta(r, a[3], least, suppressed);
        delta.divide(micros);
        delta.promote();
        return delta.text();
    }

    private static Unit unit(String name) {
        try {
            return Unit.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new PyError(PyError.Type.KEY, "'" + name + "' is not a unit of time");
        }
    }

    private void divide(long micros) {
        long seconds = micros / 1_000_000;
        double days = seconds / 86_400;
        days = whole(Unit.YEARS, days, 365);
        days = Math.floor(whole(Unit.MONTHS, days, 30.5));
        double rest = carry(Unit.DAYS, days, seconds % 86_400, 86_400);
        rest = whole(Unit.HOURS, rest, 3600);
        rest = whole(Unit.MINUTES, rest, 60);
        rest = carry(Unit.SECONDS, rest, micros % 1_000_000, 1_000_000);
        rest = whole(Unit.MILLISECONDS, rest, 1000);
        amounts.put(Unit.MICROSECONDS, least == Unit.MICROSECONDS ? rounded(rest) : rest);
    }

    /** Takes as many of a unit as there are in an amount, and returns the rest. */
    private double whole(Unit unit, double amount, double size) {
        if (unit == least) {
            amounts.put(unit, rounded(amount / size));
            return 0;
        }
        if (suppressed.contains(unit)) {
            amounts.put(unit, 0.0);
            return amount;
        }
        double count = Math.floor(amount / size);
        amounts.put(unit, count);
        return amount - count * size;
    }

    /** Takes an amount of a unit as it is, and returns the smaller units, with the amount in them if it is suppressed. */
    private double carry(Unit unit, double amount, double smaller, double size) {
        if (unit == least) {
            amounts.put(unit, rounded(amount + smaller / size));
            return 0;
        }
        if (suppressed.contains(unit)) {
            amounts.put(unit, 0.0);
            return smaller + amount * size;
        }
        amounts.put(unit, amount);
        return smaller;
    }

    /** The number that the format shows. */
    private double rounded(double amount) {
        return Lenient.real(Lenient.percent(r, format, amount));
    }

    /** Rounding can make 60 seconds, which is a minute if minutes are shown. */
    private void promote() {
        double[] full = {1000, 1000, 60, 60, 24, 30.5, 12};
        for (int i = 0; i < full.length; i++) {
            Unit unit = Unit.values()[i];
            Unit next = Unit.values()[i + 1];
            if (amounts.get(unit) >= full[i] && !suppressed.contains(next) && !suppressed.contains(unit)) {
                amounts.merge(next, 1.0, Double::sum);
                amounts.put(unit, 0.0);
            }
        }
    }

    private String text() {
        List<String> texts = new ArrayList<>();
        for (int i = Unit.values().length - 1; i >= 0; i--) {
            Unit unit = Unit.values()[i];
            double amount = amounts.get(unit);
            boolean broken = unit == least && amount != Math.rint(amount);
            if (amount > 0 || texts.isEmpty() && unit == least) {
                boolean singular = amount >= 1 && amount < 2 && !(amount > 1);
                String count = broken
                        ? Lenient.percent(r, format, amount)
                        : FormatSpec.format(r, Numbers.truncated(amount), unit == Unit.YEARS ? "," : "d");
                texts.add(count + " " + unit.shown(singular));
                if (unit == Unit.YEARS && !broken) {
                    // humanize goes on below its smallest unit here, so that microseconds can follow years.
                    continue;
                }
            }
            if (unit == least) {
                break;
            }
        }
        if (texts.size() == 1) {
            return texts.get(0);
        }
        return String.join(", ", texts.subList(0, texts.size() - 1)) + " and " + texts.get(texts.size() - 1);
    }
}
