package dev.waystation.jinja.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Digits of a finite, not negative float in C's formats: exact, whatever the precision. */
final class FloatFormat {
    /** No double has more decimals; further ones are zeros. */
    private static final int DECIMALS = 1100;

    private FloatFormat() {}

    /** Format {@code e}, {@code f}, {@code g} in either case, or {@code r} for the shortest. */
    static String format(Rendering r, double value, char type, int precision, boolean alternative) {
        String text =
                switch (Character.toLowerCase(type)) {
                    case 'e' -> scientific(r, value, precision, alternative);
                    case 'g' -> general(r, value, Math.max(1, precision), alternative, false);
                    default -> fixed(r, value, precision, alternative);
                };
        return Character.isUpperCase(type) ? text.toUpperCase(java.util.Locale.ROOT) : text;
    }

    static String fixed(Rendering r, double value, int precision, boolean alternative) {
        r.text(precision);
        String digits = new BigDecimal(value)
                .setScale(Math.min(precision, DECIMALS), RoundingMode.HALF_EVEN)
                .toPlainString();
        return precision == 0 && alternative ? digits + "." : digits + zeros(precision - DECIMALS);
    }

    private static String scientific(Rendering r, double value, int precision, boolean alternative) {
        r.text(precision);
        String digits;
        int exponent = 0;
        if (value == 0) {
            digits = "0";
        } else {
            BigDecimal rounded = round(value, precision + 1);
            digits = rounded.unscaledValue().toString();
            exponent = digits.length() - rounded.scale() - 1;
        }
        digits += zeros(precision + 1 - digits.length());
        String point = precision > 0 || alternative ? "." : "";
        return digits.charAt(0) + point + digits.substring(1, precision + 1) + Floats.exponent(exponent);
    }

    /** Format {@code g}; with a point and digit always, if asked for. */
    static String general(Rendering r, double value, int precision, boolean alternative, boolean withPoint) {
        int exponent = 0;
        if (value != 0) {
            BigDecimal rounded = round(value, precision);
            exponent = rounded.precision() - rounded.scale() - 1;
        }
        if (exponent < -4 || exponent >= (withPoint ? precision - 1 : precision)) {
            String text = scientific(r, value, precision - 1, alternative);
            int e = text.indexOf('e');
            return alternative ? text : trim(text.substring(0, e)) + text.substring(e);
        }
        String text = fixed(r, value, precision - 1 - exponent, alternative);
        if (!alternative) {
            text = trim(text);
        }
        return withPoint && text.indexOf('.') < 0 ? text + ".0" : text;
    }

    private static BigDecimal round(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(Math.min(digits, DECIMALS), RoundingMode.HALF_EVEN));
    }

    private static String trim(String digits) {
        if (digits.indexOf('.') < 0) {
            return digits;
        }
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, digits.charAt(end - 1) == '.' ? end - 1 : end);
    }

    private static String zeros(int count) {
        return count > 0 ? "0".repeat(count) : "";
    }
}
