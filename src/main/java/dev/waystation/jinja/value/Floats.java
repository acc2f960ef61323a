package dev.waystation.jinja.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Python's text of a float: the fewest digits that read back as the same number. */
public final class Floats {
    private Floats() {}

    /** Python's {@code repr(float)}. */
    public static String shortest(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            String digits = Long.toString((long) value);
            return (value == 0 && 1 / value < 0 ? "-" + digits : digits) + ".0";
        }
        BigDecimal decimal = decimal(Math.abs(value));
        String sign = value < 0 ? "-" : "";
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = decimal.toPlainString();
            return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
        }
        String digits = decimal.unscaledValue().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return sign + digits.charAt(0) + fraction + exponent(exponent);
    }

    /** The exponent part as C writes it: a sign and at least two digits. */
    public static String exponent(int exponent) {
        int size = Math.abs(exponent);
        return (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }

    /** The shortest decimal that reads back as this positive number, and of those the nearest; without trailing zeros. */
    public static BigDecimal decimal(double value) {
        // Double.toString gave too many digits before JDK 19, so its answer is only where the search starts.
        BigDecimal best = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int precision = best.precision();
        BigDecimal exact = new BigDecimal(value);
        BigDecimal nearest = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
        if (nearest.doubleValue() == value) {
            best = nearest;
        }
        while (--precision > 0) {
            BigDecimal shorter = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (shorter.doubleValue() != value) {
                break;
            }
            best = shorter;
        }
        return best.stripTrailingZeros();
    }
}
