package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Arithmetic;
import dev.waystation.jinja.value.FormatSpec;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Filters that make numbers, or text of numbers. */
final class NumberFilters {
    private static final String[] DECIMAL = {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
    private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};

    private NumberFilters() {}

    static void addTo(Registry registry) {
        registry.filter("abs(x, /)", (r, a) -> Arithmetic.absolute(a[0]))
                .filter("int(value, default=0, base=10)", (r, a) -> toInt(r, a[0], a[1], a[2]))
                .filter("float(value, default=0.0)", NumberFilters::toFloat)
                .filter("round(value, precision=0, method='common')", NumberFilters::round)
                .filter("filesizeformat(value, binary=False)", NumberFilters::fileSize);
    }

    /** Python's {@code float(value)}. */
    static double real(Object value) {
        if (Numbers.isReal(value)) {
            return Numbers.real(value);
        }
        if (Values.isText(value)) {
            return Numbers.parseFloat(Values.text(value));
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        throw PyError.type("float() argument must be a string or a real number, not '" + Values.typeName(value) + "'");
    }

    private static Object integer(Object value, Object base) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (Values.isText(value)) {
            return Numbers.parseInt(Values.text(value), (int) Numbers.index(base));
        }
        if (value instanceof Double d) {
            return Numbers.truncated(d);
        }
        if (Numbers.isInt(value)) {
            return Arithmetic.plus(value);
        }
        throw PyError.type("int() argument must be a string or a real number, not '" + Values.typeName(value) + "'");
    }

    private static boolean isBadInput(PyError e) {
        return e.is(PyError.Type.TYPE, PyError.Type.VALUE);
    }

    private static Object toInt(Rendering r, Object value, Object otherwise, Object base) {
        if (Values.isText(value)) {
            r.steps(Values.text(value).length() >> 4);
        }
        try {
            return integer(value, base);
        } catch (PyError e) {
            if (!isBadInput(e)) {
                throw e;
            }
        }
        try {
            return Numbers.truncated(real(value));
        } catch (PyError e) {
            if (!isBadInput(e) && e.type() != PyError.Type.OVERFLOW) {
                throw e;
            }
            return otherwise;
        }
    }

    private static Object toFloat(Rendering r, Object[] a) {
        if (Values.isText(a[0])) {
            r.steps(Values.text(a[0]).length() >> 4);
        }
        try {
            return real(a[0]);
        } catch (PyError e) {
            if (!isBadInput(e)) {
                throw e;
            }
            return a[1];
        }
    }

    private static Object round(Rendering r, Object[] a) {
        String method = Values.isText(a[2]) ? Values.text(a[2]) : "";
        if (method.equals("common")) {
            return rounded(r, a[0], a[1]);
        }
        if (!method.equals("ceil") && !method.equals("floor")) {
            throw PyError.argument("method must be common, ceil or floor");
        }
        Object factor = Arithmetic.power(r, 10L, a[1]);
        Object scaled = Arithmetic.multiply(r, a[0], factor);
        if (!Numbers.isReal(scaled)) {
            throw PyError.type("must be real number, not " + Values.typeName(scaled));
        }
        Object whole = scaled;
        if (scaled instanceof Double d) {
            Numbers.truncated(d);
            whole = Numbers.truncated(method.equals("ceil") ? Math.ceil(d) : Math.floor(d));
        }
        return Arithmetic.divide(r, whole, Arithmetic.power(r, 10L, a[1]));
    }

    /** Python's {@code round(value, digits)}. */
    static Object rounded(Rendering r, Object value, Object digits) {
        if (!Numbers.isReal(value)) {
            throw PyError.type("type " + Values.typeName(value) + " doesn't define __round__ method");
        }
        if (digits == None.NONE) {
            return value instanceof Double d ? Numbers.truncated(Math.rint(d)) : Arithmetic.plus(value);
        }
        long places = Softly.integer(digits, "precision");
        if (value instanceof Double d) {
            return roundedFloat(d, places);
        }
        if (places >= 0) {
            return Arithmetic.plus(value);
        }
        BigInteger big = Numbers.big(value);
        if (-places > big.bitLength() / 3 + 2) {
            return 0L;
        }
        BigInteger unit = BigInteger.TEN.pow((int) -places);
        BigDecimal rounded = new BigDecimal(big).divide(new BigDecimal(unit), 0, RoundingMode.HALF_EVEN);
        return Numbers.small(rounded.toBigInteger().multiply(unit));
    }

    private static Object roundedFloat(double d, long places) {
        if (Double.isNaN(d) || Double.isInfinite(d) || places > 330) {
            return d;
        }
        if (places < -310) {
            return Math.copySign(0.0, d);
        }
        double rounded =
                new BigDecimal(d).setScale((int) places, RoundingMode.HALF_EVEN).doubleValue();
        if (Double.isInfinite(rounded)) {
            throw PyError.overflow("rounded value too large to represent");
        }
        return rounded == 0 ? Math.copySign(0.0, d) : rounded;
    }

    private static Object fileSize(Rendering r, Object[] a) {
        double bytes = real(a[0]);
        boolean binary = Values.truthy(a[1]);
        double base = binary ? 1024 : 1000;
        if (bytes == 1) {
            return "1 Byte";
        }
        if (bytes < base) {
            return Values.str(r, Numbers.truncated(bytes)) + " Bytes";
        }
        String[] units = binary ? BINARY : DECIMAL;
        int i = 0;
        while (true) {
            double unit = Numbers.real(Arithmetic.power(r, (long) base, i + 2L));
            if (bytes < unit || i == units.length - 1) {
                return FormatSpec.format(r, base * bytes / unit, ".1f") + " " + units[i];
            }
            i++;
        }
    }
}
