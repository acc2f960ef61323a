package dev.waystation.jinja.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Python's numbers: ints of any size (a Long, or a BigInteger only where a long is too small), floats, and bools as ints. */
public final class Numbers {
    /** Python refuses to turn longer ints into text or back. */
    public static final int MAXIMUM_DIGITS = 4300;

    private Numbers() {}

    /** Whether it is an int; True and False are. */
    public static boolean isInt(Object value) {
        return value instanceof Long || value instanceof Boolean || value instanceof BigInteger;
    }

    /** Whether it is an int or a float. */
    public static boolean isReal(Object value) {
        return value instanceof Double || isInt(value);
    }

    /** The int as a Long where it fits, which is the only form it may have then. */
    public static Object small(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    /** An int as a BigInteger. */
    public static BigInteger big(Object integer) {
        if (integer instanceof BigInteger big) {
            return big;
        }
        return BigInteger.valueOf(clamped(integer));
    }

    /** An int, the nearest long if it is larger. */
    public static long clamped(Object integer) {
        if (integer instanceof Long l) {
            return l;
        }
        if (integer instanceof Boolean b) {
            return b ? 1 : 0;
        }
        return ((BigInteger) integer).signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** A value that must be an int, as a position or size: beyond any possible size if it is too large. */
    public static long index(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!isInt(value)) {
            throw PyError.type("'" + Values.typeName(value) + "' object cannot be interpreted as an integer");
        }
        return Math.max(-(1L << 40), Math.min(1L << 40, clamped(value)));
    }

    /** A number as a float; an OverflowError if an int is too large. */
    public static double real(Object number) {
        if (number instanceof Double d) {
            return d;
        }
        if (number instanceof BigInteger big) {
            double d = big.doubleValue();
            if (Double.isInfinite(d)) {
                throw PyError.overflow("int too large to convert to float");
            }
            return d;
        }
        return clamped(number);
    }

    /** Python's {@code int(float)}: cuts the fraction off. */
    public static Object truncated(double value) {
        if (Double.isNaN(value)) {
            throw PyError.value("cannot convert float NaN to integer");
        }
        if (Double.isInfinite(value)) {
            throw PyError.overflow("cannot convert float infinity to integer");
        }
        return Math.abs(value) < 1L << 62 ? (Object) (long) value : small(new BigDecimal(value).toBigInteger());
    }

    /** Python's {@code int(text, base)}. */
    public static Object parseInt(String text, int base) {
        String bad = "invalid literal for int() with base " + base + ": " + Values.brief(text);
        if (base != 0 && (base < 2 || base > 36)) {
            throw PyError.value("int() base must be >= 2 and <= 36, or 0");
        }
        String s = asciiDigits(Text.strip(text));
        boolean negative = s.startsWith("-");
        if (negative || s.startsWith("+")) {
            s = s.substring(1);
        }
        int radix = base == 0 ? 10 : base;
        if (s.length() > 1 && s.charAt(0) == '0') {
            int marked =
                    switch (s.charAt(1)) {
                        case 'x', 'X' -> 16;
                        case 'o', 'O' -> 8;
                        case 'b', 'B' -> 2;
                        default -> 0;
                    };
            if (marked != 0 && (base == 0 || base == marked)) {
                radix = marked;
                s = s.substring(2);
                if (s.startsWith("_")) {
                    s = s.substring(1);
                }
            } else if (base == 0 && !s.replace("_", "").chars().allMatch(c -> c == '0')) {
                throw PyError.value(bad);
            }
        }
        if (!underscoresBetweenDigits(s)) {
            throw PyError.value(bad);
        }
        s = s.replace("_", "");
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) > 127 || Character.digit(s.charAt(i), radix) < 0) {
                throw PyError.value(bad);
            }
        }
        // A power of two as base is read in linear time, and Python does not bound it; the text's own size does.
        if (s.length() > MAXIMUM_DIGITS && Integer.bitCount(radix) != 1) {
            throw PyError.value("Exceeds the limit (4300 digits) for integer string conversion");
        }
        if (s.length() > 100_000) {
            throw PyError.limit("an int of more than 100000 digits");
        }
        return small(new BigInteger(negative ? "-" + s : s, radix));
    }

    /** Python's {@code float(text)}. */
    public static double parseFloat(String text) {
        String s = asciiDigits(Text.strip(text));
        String lower = s.toLowerCase(java.util.Locale.ROOT);
        String bare = lower.startsWith("+") || lower.startsWith("-") ? lower.substring(1) : lower;
        double sign = lower.startsWith("-") ? -1 : 1;
        if (bare.equals("inf") || bare.equals("infinity")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (bare.equals("nan")) {
            return Double.NaN;
        }
        boolean good =
                !bare.isEmpty() && Character.digit(bare.charAt(bare.length() - 1), 10) >= 0 || bare.endsWith(".");
        boolean digits = false;
        for (int i = 0; i < bare.length() && good; i++) {
            char c = bare.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = true;
            } else if (c == '_') {
                good = i > 0 && i + 1 < bare.length() && isDigit(bare.charAt(i - 1)) && isDigit(bare.charAt(i + 1));
            } else {
                good = c == '.' || c == 'e' && digits || (c == '+' || c == '-') && i > 0 && bare.charAt(i - 1) == 'e';
            }
        }
        if (good && digits) {
            try {
                return Double.parseDouble(lower.replace("_", ""));
            } catch (NumberFormatException e) {
                // Two points or exponents: said below.
            }
        }
        throw PyError.value("could not convert string to float: " + Values.brief(text));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Digits of other scripts count as Python's digits. */
    private static String asciiDigits(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) > 127) {
                StringBuilder out = new StringBuilder();
                s.codePoints().forEach(c -> {
                    int digit = c > 127 && Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                            ? Character.digit(c, 10)
                            : -1;
                    out.appendCodePoint(digit >= 0 ? '0' + digit : c);
                });
                return out.toString();
            }
        }
        return s;
    }

    private static boolean underscoresBetweenDigits(String s) {
        return !s.isEmpty() && !s.startsWith("_") && !s.endsWith("_") && !s.contains("__");
    }

    /** Compares two numbers exactly; null if one is not a number (NaN). */
    static Integer compare(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            if (a instanceof Double x && Double.isNaN(x) || b instanceof Double y && Double.isNaN(y)) {
                return null;
            }
            if (a instanceof Double && b instanceof Double || isExact(a) && isExact(b)) {
                double x = real(a);
                double y = real(b);
                return x < y ? -1 : x > y ? 1 : 0;
            }
            if (a instanceof Double x && Double.isInfinite(x)) {
                return x > 0 ? 1 : -1;
            }
            if (b instanceof Double y && Double.isInfinite(y)) {
                return y > 0 ? -1 : 1;
            }
            return exact(a).compareTo(exact(b));
        }
        if (a instanceof BigInteger || b instanceof BigInteger) {
            return big(a).compareTo(big(b));
        }
        return Long.compare(clamped(a), clamped(b));
    }

    private static boolean isExact(Object number) {
        return number instanceof Double || !(number instanceof BigInteger) && Math.abs(clamped(number)) < 1L << 53;
    }

    private static BigDecimal exact(Object number) {
        return number instanceof Double d ? new BigDecimal(d) : new BigDecimal(big(number));
    }
}
