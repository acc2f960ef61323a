package dev.waystation.jinja.value;

/**
 * An error inside a template, named as Python names it. It never leaves the engine: the public API turns it into a
 * TemplateError. It has no stack trace, because a template's author has no use for one and making it is slow.
 */
public final class PyError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Python's and Jinja's names of errors, and our own for limits. */
    public enum Type {
        TYPE("TypeError"),
        VALUE("ValueError"),
        OVERFLOW("OverflowError"),
        ZERO_DIVISION("ZeroDivisionError"),
        INDEX("IndexError"),
        KEY("KeyError"),
        ATTRIBUTE("AttributeError"),
        UNDEFINED("UndefinedError"),
        SECURITY("SecurityError"),
        RUNTIME("TemplateRuntimeError"),
        ASSERTION("TemplateAssertionError"),
        ARGUMENT("FilterArgumentError"),
        SYNTAX("TemplateSyntaxError"),
        RECURSION("RecursionError"),
        LIMIT("LimitError"),
        INTERNAL("InternalError");

        private final String python;

        Type(String python) {
            this.python = python;
        }

        /** The name of the error as Python shows it. */
        public String python() {
            return python;
        }
    }

    private final Type type;
    private int offset = -1;

    /** An error of a type, with a message for the template's author. */
    public PyError(Type type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    /** A TypeError. */
    public static PyError type(String message) {
        return new PyError(Type.TYPE, message);
    }

    /** A ValueError. */
    public static PyError value(String message) {
        return new PyError(Type.VALUE, message);
    }

    /** An OverflowError. */
    public static PyError overflow(String message) {
        return new PyError(Type.OVERFLOW, message);
    }

    /** A bad argument of a filter. */
    public static PyError argument(String message) {
        return new PyError(Type.ARGUMENT, message);
    }

    /** A bound of the engine was reached. */
    public static PyError limit(String message) {
        return new PyError(Type.LIMIT, message);
    }

    /** Adds the place in the template unless an inner node has done so; returns this error, to be thrown. */
    public PyError at(int place) {
        if (offset < 0) {
            offset = place;
        }
        return this;
    }

    /** What kind of error it is. */
    public Type type() {
        return type;
    }

    /** Where in the template's text it happened, from 0; negative if unknown. */
    public int offset() {
        return offset;
    }

    /** Whether it is one of these types: Python's {@code except (A, B)}. */
    public boolean is(Type first, Type second) {
        return type == first || type == second;
    }
}
