package dev.waystation.jinja.humanize;

import dev.waystation.jinja.value.Args;
import dev.waystation.jinja.value.Arithmetic;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;

/** What humanize's filters share: they give back, as text, what they cannot take for a number. */
final class Lenient {
    private Lenient() {}

    /** What a filter does with a value that may not be a number: a TypeError or ValueError means it is not. */
    interface Attempt {
        Object run();
    }

    /** The result, or the value as text if it turned out not to be a number. */
    static Object orText(Rendering r, Object value, Attempt attempt) {
        try {
            return attempt.run();
        } catch (NotANumber e) {
            return Values.str(r, value);
        }
    }

    /** A value that is not a number, to be given back as it is. */
    private static final class NotANumber extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotANumber() {
            super(null, null, false, false);
        }
    }

    private static RuntimeException notANumber(PyError e) {
        return e.is(PyError.Type.TYPE, PyError.Type.VALUE) ? new NotANumber() : e;
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

    /** Python's {@code int(value)}. */
    static Object integer(Object value) {
        if (value instanceof Double d) {
            return Numbers.truncated(d);
        }
        if (Numbers.isInt(value)) {
            return Arithmetic.plus(value);
        }
        if (Values.isText(value)) {
            return Numbers.parseInt(Values.text(value), 10);
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        throw PyError.type("int() argument must be a string or a real number, not '" + Values.typeName(value) + "'");
    }

    /** {@link #real} inside {@link #orText}. */
    static double tryReal(Object value) {
        try {
            return real(value);
        } catch (PyError e) {
            throw notANumber(e);
        }
    }

    /** {@link #integer} inside {@link #orText}. */
    static Object tryInteger(Object value) {
        try {
            return integer(value);
        } catch (PyError e) {
            throw notANumber(e);
        }
    }

    /** How humanize writes what is not finite. */
    static String notFinite(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }

    static boolean isFinite(double value) {
        return !Double.isNaN(value) && !Double.isInfinite(value);
    }

    /** {@code format % value}, with the format given by the template's author. */
    static String percent(Rendering r, Object format, Object value) {
        return Values.str(r, Arithmetic.modulo(r, format, value));
    }

    /** {@code format.format(value)}. */
    static String braces(Rendering r, Object format, Object value) {
        Object method = dev.waystation.jinja.value.Access.attributeOnly(r, format, "format");
        return Values.str(r, Values.call(r, method, Args.of(value)));
    }
}
