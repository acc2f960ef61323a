package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Args;
import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;

/** Conversions that filters share. */
final class Softly {
    private Softly() {}

    /** The text of any value. */
    static String text(Rendering r, Object value) {
        return Values.str(r, value);
    }

    /** A text that is Markup if the value was. */
    static Object like(Object value, String text) {
        return value instanceof Markup ? new Markup(text) : text;
    }

    /** Calls a method of the text of a value, which is Markup if the value is. */
    static Object method(Rendering r, Object value, String name, Object... args) {
        Object text = value instanceof Markup ? value : Values.str(r, value);
        Object method = dev.waystation.jinja.value.Access.attributeOnly(r, text, name);
        return Values.call(r, method, Args.of(args));
    }

    /** A value that must be a number or fail as undefined. */
    static void defined(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
    }

    /** Python's {@code None} as Java's null. */
    static Object orNull(Object value) {
        return value == None.NONE ? null : value;
    }

    /** A number argument. */
    static double real(Object value, String what) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!dev.waystation.jinja.value.Numbers.isReal(value)) {
            throw PyError.type(what + " must be a number, not " + Values.typeName(value));
        }
        return dev.waystation.jinja.value.Numbers.real(value);
    }

    /** Python's switches in a call of its own: a bool or another int. */
    static boolean flag(Object value, String what) {
        return integer(value, what) != 0;
    }

    /** An int argument, no larger than anything can be. */
    static long integer(Object value, String what) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!dev.waystation.jinja.value.Numbers.isInt(value)) {
            throw PyError.type(what + " must be an integer, not " + Values.typeName(value));
        }
        return dev.waystation.jinja.value.Numbers.index(value);
    }
}
