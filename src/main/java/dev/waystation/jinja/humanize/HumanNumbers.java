package dev.waystation.jinja.humanize;

import dev.waystation.jinja.filter.Registry;
import dev.waystation.jinja.value.Arithmetic;
import dev.waystation.jinja.value.Comparison;
import dev.waystation.jinja.value.FormatSpec;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as people write them. */
final class HumanNumbers {
    private static final String[] DIGITS = {
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"
    };
    private static final String[] POWERS = {
        "thousand",
        "million",
        "billion",
        "trillion",
        "quadrillion",
        "quintillion",
        "sextillion",
        "septillion",
        "octillion",
        "nonillion",
        "decillion",
        "googol"
    };
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final int LARGEST_DENOMINATOR = 1000;

    private HumanNumbers() {}

    static void addTo(Registry registry) {
        registry.filter("humanize_ordinal(value, gender='male')", HumanNumbers::ordinal)
                .filter("humanize_intcomma(value, ndigits=None)", HumanNumbers::intComma)
                .filter("humanize_intword(value, format='%.1f')", HumanNumbers::intWord)
                .filter("humanize_apnumber(value)", HumanNumbers::apNumber)
                .filter("humanize_fractional(value)", HumanNumbers::fractional)
                .filter("humanize_scientific(value, precision=2)", HumanNumbers::scientific)
                .filter(
                        "humanize_clamp(value, floor=None, ceil=None, format='{:}', floor_token='<', ceil_token='>')",
                        HumanNumbers::clamp)
                .filter("humanize_metric(value, unit='', precision=3)", HumanNumbers::metric)
                .filter("humanize_thousands_separator(value)", (r, a) -> ",")
                .filter("humanize_decimal_separator(value)", (r, a) -> ".");
    }

    private static Object ordinal(Rendering r, Object[] a) {
        return Lenient.orText(r, a[0], () -> {
            double real = Lenient.tryReal(a[0]);
            if (!Lenient.isFinite(real)) {
                return Lenient.notFinite(real);
            }
            Object value = Lenient.tryInteger(a[0]);
            int lastTwo = Numbers.big(value).mod(BigInteger.valueOf(100)).intValue();
            boolean teen = lastTwo >= 11 && lastTwo <= 13;
            String end =
                    switch (teen ? 0 : lastTwo % 10) {
                        case 1 -> "st";
                        case 2 -> "nd";
                        case 3 -> "rd";
                        default -> "th";
                    };
            return Values.str(r, value) + end;
        });
    }

    private static Object intComma(Rendering r, Object[] a) {
        Object value = Values.isText(a[0]) ? Values.text(a[0]).replace(",", "") : a[0];
        return Lenient.orText(r, value, () -> {
            double real = Lenient.tryReal(value);
            if (!Lenient.isFinite(real)) {
                return Lenient.notFinite(real);
            }
            Object number = value instanceof Boolean ? Arithmetic.plus(value) : value;
            if (value instanceof String text) {
                number = text.contains(".") ? (Object) Lenient.tryReal(text) : Lenient.tryInteger(text);
            }
            if (a[1] == None.NONE) {
                return commas(r, Values.str(r, number));
            }
            return commas(r, FormatSpec.format(r, number, "." + Values.str(r, a[1]) + "f"));
        });
    }

    /** Puts commas between the digits that a number starts with. */
    static String commas(Rendering r, String number) {
        int start = number.startsWith("-") ? 1 : 0;
        int end = start;
        while (end < number.length() && Character.isDigit(number.charAt(end))) {
            end++;
        }
        r.text(2L * number.length());
        StringBuilder out = new StringBuilder(number);
        for (int i = end - 3; i > start; i -= 3) {
            out.insert(i, ',');
        }
        return out.toString();
    }

    private static Object intWord(Rendering r, Object[] a) {
        return Lenient.orText(r, a[0], () -> {
            double real = Lenient.tryReal(a[0]);
            if (!Lenient.isFinite(real)) {
                return Lenient.notFinite(real);
            }
            BigInteger value = Numbers.big(Lenient.tryInteger(a[0]));
            String sign = value.signum() < 0 ? "-" : "";
            BigInteger size = value.abs();
            int at = POWERS.length - 1;
            while (at >= 0 && size.compareTo(power(at)) < 0) {
                at--;
            }
            if (at < 0) {
                return sign + size;
            }
            String shown = chopped(r, a[1], size, at);
            if (at + 1 < POWERS.length
                    && Lenient.real(shown)
                            == power(at + 1).doubleValue() / power(at).doubleValue()) {
                shown = chopped(r, a[1], size, ++at);
            }
            return sign + shown + " " + POWERS[at];
        });
    }

    private static BigInteger power(int index) {
        return BigInteger.TEN.pow(index == POWERS.length - 1 ? 100 : 3 * (index + 1));
    }

    private static String chopped(Rendering r, Object format, BigInteger size, int power) {
        return Lenient.percent(
                r, format, Numbers.real(Numbers.small(size)) / power(power).doubleValue());
    }

    private static Object apNumber(Rendering r, Object[] a) {
        return Lenient.orText(r, a[0], () -> {
            double real = Lenient.tryReal(a[0]);
            if (!Lenient.isFinite(real)) {
                return Lenient.notFinite(real);
            }
            Object value = Lenient.tryInteger(a[0]);
            long small = Numbers.clamped(value);
            return small >= 0 && small < DIGITS.length ? DIGITS[(int) small] : Values.str(r, value);
        });
    }

    private static Object fractional(Rendering r, Object[] a) {
        return Lenient.orText(r, a[0], () -> {
            double value = Lenient.tryReal(a[0]);
            if (!Lenient.isFinite(value)) {
                return Lenient.notFinite(value);
            }
            BigInteger whole = Numbers.big(Numbers.truncated(value));
            long[] fraction = nearestFraction(value - whole.doubleValue());
            boolean hasWhole = whole.signum() != 0;
            if (hasWhole && fraction[0] == 0 && fraction[1] == 1) {
                return whole.toString();
            }
            String shown = (hasWhole ? Math.abs(fraction[0]) : fraction[0]) + "/" + fraction[1];
            return hasWhole ? whole + " " + shown : shown;
        });
    }

    /** The fraction nearest to a number below one, with a small denominator: by continued fractions. */
    private static long[] nearestFraction(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigInteger numerator = exact.unscaledValue();
        BigInteger denominator = BigInteger.TEN.pow(Math.max(0, exact.scale()));
        BigInteger common = numerator.gcd(denominator);
        if (common.signum() != 0) {
            numerator = numerator.divide(common);
            denominator = denominator.divide(common);
        }
        BigInteger limit = BigInteger.valueOf(LARGEST_DENOMINATOR);
        if (denominator.compareTo(limit) <= 0) {
            return new long[] {numerator.longValue(), denominator.longValue()};
        }
        BigInteger p0 = BigInteger.ZERO;
        BigInteger q0 = BigInteger.ONE;
        BigInteger p1 = BigInteger.ONE;
        BigInteger q1 = BigInteger.ZERO;
        BigInteger n = numerator;
        BigInteger d = denominator;
        while (true) {
            BigInteger[] division = n.divideAndRemainder(d);
            BigInteger part = division[1].signum() < 0 ? division[0].subtract(BigInteger.ONE) : division[0];
            BigInteger q2 = q0.add(part.multiply(q1));
            if (q2.compareTo(limit) > 0) {
                break;
            }
            BigInteger p2 = p0.add(part.multiply(p1));
            p0 = p1;
            q0 = q1;
            p1 = p2;
            q1 = q2;
            BigInteger rest = n.subtract(part.multiply(d));
            n = d;
            d = rest;
        }
        BigInteger k = limit.subtract(q0).divide(q1);
        BigInteger p = p0.add(k.multiply(p1));
        BigInteger q = q0.add(k.multiply(q1));
        // Of the two candidates the nearer one, the one with the smaller denominator if both are as near.
        BigInteger far =
                p.multiply(denominator).subtract(numerator.multiply(q)).abs().multiply(q1);
        BigInteger near =
                p1.multiply(denominator).subtract(numerator.multiply(q1)).abs().multiply(q);
        return near.compareTo(far) <= 0
                ? new long[] {p1.longValue(), q1.longValue()}
                : new long[] {p.longValue(), q.longValue()};
    }

    private static Object scientific(Rendering r, Object[] a) {
        return Lenient.orText(r, a[0], () -> {
            double value = Lenient.tryReal(a[0]);
            return Lenient.isFinite(value)
                    ? scientific(r, value, Numbers.index(Lenient.integer(a[1])))
                    : Lenient.notFinite(value);
        });
    }

    private static String scientific(Rendering r, double value, long precision) {
        String text = FormatSpec.format(r, value, "." + precision + "e");
        int e = text.indexOf('e');
        StringBuilder out = new StringBuilder(text.substring(0, e)).append(" x 10");
        int exponent = Integer.parseInt(text.substring(e + 1));
        out.append(exponent < 0 ? "⁻" : "");
        Integer.toString(Math.abs(exponent)).chars().forEach(c -> out.append(SUPERSCRIPTS.charAt(c - '0')));
        return out.toString();
    }

    private static double number(Object value) {
        if (!Numbers.isReal(value)) {
            throw PyError.type("must be real number, not " + Values.typeName(value));
        }
        return Numbers.real(value);
    }

    private static Object clamp(Rendering r, Object[] a) {
        if (a[0] == None.NONE) {
            return None.NONE;
        }
        double real = number(a[0]);
        if (!Lenient.isFinite(real)) {
            return Lenient.notFinite(real);
        }
        Object value = a[0];
        Object token = "";
        if (a[1] != None.NONE && Comparison.less(r, value, a[1])) {
            value = a[1];
            token = a[4];
        } else if (a[2] != None.NONE && Comparison.ordered(r, ">", value, a[2])) {
            value = a[2];
            token = a[5];
        }
        if (!Values.isText(a[3])) {
            throw PyError.value("Invalid format. Must be either a valid formatting string, or a function.");
        }
        return Arithmetic.add(r, token, Lenient.braces(r, a[3], value));
    }

    private static Object metric(Rendering r, Object[] a) {
        double value = number(a[0]);
        if (!Lenient.isFinite(value)) {
            return Lenient.notFinite(value);
        }
        int precision = (int) Math.max(-1000, Math.min(100_000, Lenient.real(a[2])));
        int exponent = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
        String unit = Values.str(r, a[1]);
        if (exponent >= 33 || exponent < -30) {
            return scientific(r, value, precision - 1) + unit;
        }
        String shown = scaled(r, value, exponent, precision);
        if (Math.abs(Double.parseDouble(shown)) >= 1000 && exponent < 32) {
            exponent++;
            shown = scaled(r, value, exponent, precision);
        }
        String prefix = exponent >= 3
                ? "kMGTPEZYRQ".substring(exponent / 3 - 1, exponent / 3)
                : exponent < 0 ? "mμnpfazyrq".substring((-exponent - 1) / 3, (-exponent - 1) / 3 + 1) : "";
        boolean bare = prefix.isEmpty() && unit.isEmpty() || unit.equals("°") || unit.equals("′") || unit.equals("″");
        return shown + (bare ? "" : " ") + prefix + unit;
    }

    private static String scaled(Rendering r, double value, int exponent, int precision) {
        int thousands = Math.floorDiv(exponent, 3) * 3;
        Object divisor = Arithmetic.power(r, 10L, (long) thousands);
        double scaled = value / Numbers.real(divisor);
        int decimals = Math.max(0, precision - Math.floorMod(exponent, 3) - 1);
        return FormatSpec.format(r, scaled, "." + decimals + "f");
    }
}
