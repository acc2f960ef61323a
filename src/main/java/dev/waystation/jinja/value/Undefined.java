package dev.waystation.jinja.value;

import java.util.Collections;
import java.util.Iterator;

/**
 * What a missing name, key or attribute gives: prints nothing, is false and empty, and fails where a real value is
 * needed. Prefect's kind is chainable: its attributes and items are undefined too.
 */
public final class Undefined implements PyObject {
    private final String message;
    private final Object owner;
    private final Object key;
    private final PyError.Type type;
    private final boolean chainable;

    private Undefined(String message, PyError.Type type, boolean chainable) {
        this(message, null, null, type, chainable);
    }

    private Undefined(String message, Object owner, Object key, PyError.Type type, boolean chainable) {
        this.message = message;
        this.owner = owner;
        this.key = key;
        this.type = type;
        this.chainable = chainable;
    }

    /** A chainable one that fails with this message when used. */
    public static Undefined because(String message) {
        return new Undefined(message, PyError.Type.UNDEFINED, true);
    }

    /** A missing variable. */
    public static Undefined name(String name) {
        return new Undefined(null, null, name, PyError.Type.UNDEFINED, true);
    }

    /** A missing attribute or item. The message is only made if it is needed. */
    public static Undefined missing(Object owner, Object key) {
        return new Undefined(null, owner, key, PyError.Type.UNDEFINED, true);
    }

    /** An attribute that exists but must not be reached. */
    public static Undefined unsafe(Object owner, String name) {
        return new Undefined(
                "access to attribute '" + name + "' of '" + Values.typeName(owner) + "' object is unsafe.",
                PyError.Type.SECURITY,
                true);
    }

    /** The value of {@code 'x' if false}: the only one that is not chainable. */
    public static Undefined noElse() {
        return new Undefined(
                "the inline if-expression evaluated to false and no else section was defined.",
                PyError.Type.UNDEFINED,
                false);
    }

    /** The error of using it. */
    public PyError error() {
        if (message != null) {
            return new PyError(type, message);
        }
        if (owner == null) {
            return new PyError(type, "'" + key + "' is undefined");
        }
        String name = Values.describe(owner);
        return new PyError(
                type,
                key instanceof String
                        ? "'" + name + "' has no attribute " + Values.brief(key)
                        : "'" + name + "' has no element " + Values.brief(key));
    }

    /** Whether attributes of it are undefined rather than errors. */
    public boolean chainable() {
        return chainable;
    }

    @Override
    public String typeName() {
        return chainable ? "ChainableUndefined" : "Undefined";
    }

    @Override
    public boolean truthy() {
        return false;
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        out.append("Undefined");
    }

    @Override
    public String str(Rendering r) {
        return "";
    }

    @Override
    public Object attribute(Rendering r, String name) {
        if (chainable) {
            return this;
        }
        throw error();
    }

    @Override
    public Object item(Rendering r, Object key) {
        if (chainable) {
            return this;
        }
        throw error();
    }

    @Override
    public Iterator<Object> iterator(Rendering r) {
        return Collections.emptyIterator();
    }

    @Override
    public int length() {
        return 0;
    }
}
