package dev.waystation.jinja.value;

import java.util.Iterator;

/**
 * A value of a template that is not one of Java's own. The whole set of values is closed: {@link String}, {@link Boolean},
 * {@link Long}, {@link java.math.BigInteger} (only beyond a long), {@link Double}, and the implementations of this
 * interface. No other Java object is ever reachable from a template.
 */
public interface PyObject {
    /** The name of the type, as Python shows it. */
    String typeName();

    /** Whether it counts as true. */
    default boolean truthy() {
        return true;
    }

    /** Python's {@code repr()}. */
    default void repr(Rendering r, TextBuilder out) {
        out.append("<").append(typeName()).append(" object>");
    }

    /** Python's {@code str()}. */
    default String str(Rendering r) {
        TextBuilder out = new TextBuilder(r);
        repr(r, out);
        return out.toString();
    }

    /** The attribute of that name, or null if there is none. */
    default Object attribute(Rendering r, String name) {
        return null;
    }

    /** Python's {@code self[key]}: fails with a TypeError, IndexError or KeyError. */
    default Object item(Rendering r, Object key) {
        throw PyError.type("'" + typeName() + "' object is not subscriptable");
    }

    /** Python's {@code iter()}. */
    default Iterator<Object> iterator(Rendering r) {
        throw PyError.type("'" + typeName() + "' object is not iterable");
    }

    /** Python's {@code len()}. */
    default int length() {
        throw PyError.type("object of type '" + typeName() + "' has no len()");
    }
}
