package dev.waystation.jinja.value;

import java.util.Iterator;

/** What {@code keys()}, {@code values()} and {@code items()} of a dict give. */
public record DictView(PyDict dict, Kind kind) implements PyObject {
    /** The three views. */
    public enum Kind {
        /** Keys, a set. */
        KEYS("dict_keys"),
        /** Values. */
        VALUES("dict_values"),
        /** Tuples of key and value, a set. */
        ITEMS("dict_items");

        private final String python;

        Kind(String python) {
            this.python = python;
        }
    }

    /** Whether it behaves as a set. */
    boolean isSet() {
        return kind != Kind.VALUES;
    }

    /** Whether a value is in it. */
    boolean holds(Rendering r, Object value) {
        switch (kind) {
            case KEYS:
                return dict.get(r, value) != null;
            case ITEMS:
                if (!(value instanceof PyTuple pair) || pair.size() != 2) {
                    return false;
                }
                Object found = dict.get(r, pair.get(0));
                return found != null && Comparison.equal(r, found, pair.get(1));
            default:
                return Comparison.among(r, iterator(r), value);
        }
    }

    @Override
    public String typeName() {
        return kind.python;
    }

    @Override
    public boolean truthy() {
        return dict.truthy();
    }

    @Override
    public int length() {
        return dict.length();
    }

    @Override
    public Iterator<Object> iterator(Rendering r) {
        return switch (kind) {
            case KEYS -> dict.keys(r);
            case VALUES -> dict.values(r);
            case ITEMS -> dict.items(r);
        };
    }

    @Override
    public Object attribute(Rendering r, String name) {
        if (name.equals("mapping")) {
            return dict;
        }
        return isSet() ? DictMethods.VIEW.bind(this, name) : null;
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        out.append(kind.python).append("(");
        new PyList(Values.list(r, this)).repr(r, out);
        out.append(")");
    }

    // Views of one dict are different objects; they compare in Comparison.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
