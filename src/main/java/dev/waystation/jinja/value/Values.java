package dev.waystation.jinja.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What can be done with any value, and the way from Java's objects to values. */
public final class Values {
    private Values() {}

    /**
     * The value of a Java object: null, texts, booleans, numbers, maps, collections and arrays, or a value already.
     *
     * @throws PyError if it is of another class
     */
    public static Object of(Object object) {
        if (object instanceof String || object instanceof Long || object instanceof PyObject) {
            return object;
        }
        if (object == null) {
            return None.NONE;
        }
        if (object instanceof Map<?, ?> map) {
            return PyDict.of(map);
        }
        if (object instanceof List<?> list) {
            return new PyList(list);
        }
        if (object instanceof Boolean || object instanceof Double) {
            return object;
        }
        if (object instanceof Integer || object instanceof Short || object instanceof Byte) {
            return ((Number) object).longValue();
        }
        if (object instanceof BigInteger big) {
            return Numbers.small(big);
        }
        if (object instanceof BigDecimal decimal) {
            return decimal.doubleValue();
        }
        if (object instanceof Float f) {
            return Double.valueOf(f.toString());
        }
        if (object instanceof CharSequence || object instanceof Character) {
            return object.toString();
        }
        if (object instanceof Collection<?> collection) {
            return new PyList(new ArrayList<>(collection));
        }
        if (object instanceof Object[] array) {
            return new PyList(Arrays.asList(array));
        }
        throw PyError.type("a value of " + object.getClass().getName() + " cannot be used in a template");
    }

    /** Python's name of a value's type. */
    public static String typeName(Object value) {
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return "int";
        }
        if (value instanceof Double) {
            return "float";
        }
        return ((PyObject) value).typeName();
    }

    /** How an error names a value: by its type. */
    static String describe(Object value) {
        return value == None.NONE ? "None" : typeName(value) + " object";
    }

    /** A key for an error message. */
    static String brief(Object key) {
        if (key instanceof String text) {
            return "'" + (text.length() > 50 ? text.substring(0, 50) + "…" : text) + "'";
        }
        return key instanceof Long || key instanceof Double ? key.toString() : "of type " + typeName(key);
    }

    /** Whether a value counts as true. */
    public static boolean truthy(Object value) {
        if (value instanceof Boolean b) {
            return b;
        }
        if (value instanceof String s) {
            return !s.isEmpty();
        }
        if (value instanceof Long l) {
            return l != 0;
        }
        if (value instanceof Double d) {
            return d != 0;
        }
        return value instanceof BigInteger || ((PyObject) value).truthy();
    }

    /** Python's {@code str()}. */
    public static String str(Rendering r, Object value) {
        if (value instanceof String s) {
            return s;
        }
        if (value instanceof PyObject object) {
            return object.str(r);
        }
        return Repr.scalar(r, value);
    }

    /** Whether a value is text, plain or safe. */
    public static boolean isText(Object value) {
        return value instanceof String || value instanceof Markup;
    }

    /** The text of a value that {@link #isText}. */
    public static String text(Object value) {
        return value instanceof String s ? s : ((Markup) value).text();
    }

    /** Python's {@code len()}; a text has as many characters as code points. */
    public static int length(Object value) {
        if (isText(value)) {
            return Text.length(text(value));
        }
        if (value instanceof PyObject object) {
            return object.length();
        }
        throw PyError.type("object of type '" + typeName(value) + "' has no len()");
    }

    /** Python's {@code iter()}. */
    public static Iterator<Object> iterator(Rendering r, Object value) {
        if (isText(value)) {
            return Text.characters(r, value);
        }
        if (value instanceof PyObject object) {
            return object.iterator(r);
        }
        throw PyError.type("'" + typeName(value) + "' object is not iterable");
    }

    /** Whether {@code iter()} would work. */
    public static boolean iterable(Object value) {
        return isText(value)
                || value instanceof PySequence
                || value instanceof PyDict
                || value instanceof DictView
                || value instanceof PyRange
                || value instanceof PyIterator
                || value instanceof PyBytes
                || value instanceof PySet
                || value instanceof Undefined
                || value instanceof PyIterable;
    }

    /** A value of another package that can be iterated over. */
    public interface PyIterable extends PyObject {}

    /** Python's {@code list()}, as a new Java list. */
    public static List<Object> list(Rendering r, Object value) {
        List<Object> items = new ArrayList<>();
        for (Iterator<Object> each = iterator(r, value); each.hasNext(); ) {
            r.items(1);
            items.add(each.next());
            r.fits(items.size());
        }
        return items;
    }

    /** Calls a value. */
    public static Object call(Rendering r, Object callee, Args args) {
        if (callee instanceof PyCallable callable) {
            return callable.call(r, args);
        }
        if (callee instanceof Undefined undefined) {
            throw undefined.error();
        }
        throw PyError.type("'" + typeName(callee) + "' object is not callable");
    }

    /** Python's {@code is}: the same object, where small ints and one-character texts are always the same. */
    public static boolean same(Object a, Object b) {
        if (a == b) {
            return true;
        }
        if (a instanceof Long x && b instanceof Long y) {
            return x.equals(y) && x >= -5 && x <= 256;
        }
        if (a instanceof Boolean || a instanceof String s && s.length() <= 1) {
            return a.equals(b);
        }
        if (a instanceof PyDict x && b instanceof PyDict y) {
            return x.raw() == y.raw();
        }
        return a instanceof PySequence x && b instanceof PySequence y && x.raw() == y.raw();
    }
}
