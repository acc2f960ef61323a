package dev.waystation.jinja.value;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Python's dict. It never changes. Either it was built in a template, and its keys compare as Python's do ({@code 1},
 * {@code 1.0} and {@code true} are one key); or it is the caller's own map, whose keys are texts and whose own rules of
 * look-up hold (request headers ignore case).
 */
public final class PyDict implements PyObject {
    private final Map<?, ?> entries;
    /** Keys that print otherwise than they compare, by what they compare as; null if there are none. */
    private final Map<Object, Object> shown;

    private final boolean foreign;

    private PyDict(Map<?, ?> entries, Map<Object, Object> shown, boolean foreign) {
        this.entries = entries;
        this.shown = shown;
        this.foreign = foreign;
    }

    /** The caller's map, as it is; values are converted when read. */
    public static PyDict of(Map<?, ?> map) {
        return new PyDict(map, null, true);
    }

    /** Collects entries; the last of equal keys gives the value, the first how the key prints. */
    public static final class Builder {
        private final Rendering r;
        private final Map<Object, Object> entries = new LinkedHashMap<>();
        private Map<Object, Object> shown;

        /** A builder that charges this render. */
        public Builder(Rendering r) {
            this.r = r;
        }

        /** Adds an entry. */
        public Builder put(Object key, Object value) {
            r.items(2);
            Object comparable = Keys.comparable(r, key);
            if (comparable != key && !entries.containsKey(comparable)) {
                if (shown == null) {
                    shown = new LinkedHashMap<>();
                }
                shown.put(comparable, key);
            }
            entries.put(comparable, value);
            return this;
        }

        /** Adds all entries of another dict. */
        public Builder putAll(PyDict other) {
            other.each(r, this::put);
            return this;
        }

        /** The dict. */
        public PyDict build() {
            return new PyDict(entries, shown, false);
        }
    }

    /** The map behind it, which gives this value its identity. */
    Map<?, ?> raw() {
        return entries;
    }

    /** The caller's map behind it if it is of that class, else null. */
    public <T> T origin(Class<T> type) {
        return foreign && type.isInstance(entries) ? type.cast(entries) : null;
    }

    /** The value of a text key, or null. */
    public Object get(String key) {
        Object value = entries.get(key);
        return value == null && !entries.containsKey(key) ? null : Values.of(value);
    }

    /** The value of a key, or null; a TypeError if the key cannot be one. */
    public Object get(Rendering r, Object key) {
        Object comparable = Keys.comparable(r, key);
        if (comparable instanceof String text) {
            return get(text);
        }
        Object value = foreign ? null : entries.get(comparable);
        return value == null ? null : Values.of(value);
    }

    private Object show(Object key) {
        if (foreign) {
            return Values.of(key);
        }
        return shown == null ? key : shown.getOrDefault(key, key);
    }

    /** Visits all entries in order. */
    public void each(Rendering r, BiConsumer<Object, Object> visitor) {
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            r.step();
            visitor.accept(show(entry.getKey()), Values.of(entry.getValue()));
        }
    }

    /** Its keys in order. */
    public Iterator<Object> keys(Rendering r) {
        return iterate(r, entry -> show(entry.getKey()));
    }

    /** Its values in order. */
    public Iterator<Object> values(Rendering r) {
        return iterate(r, entry -> Values.of(entry.getValue()));
    }

    /** Its entries in order, as tuples. */
    public Iterator<Object> items(Rendering r) {
        return iterate(r, entry -> PyTuple.of(show(entry.getKey()), Values.of(entry.getValue())));
    }

    private Iterator<Object> iterate(Rendering r, Function<Map.Entry<?, ?>, Object> part) {
        Iterator<? extends Map.Entry<?, ?>> inner = entries.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return inner.hasNext();
            }

            @Override
            public Object next() {
                r.step();
                return part.apply(inner.next());
            }
        };
    }

    @Override
    public String typeName() {
        return "dict";
    }

    @Override
    public boolean truthy() {
        return !entries.isEmpty();
    }

    @Override
    public int length() {
        return entries.size();
    }

    @Override
    public Iterator<Object> iterator(Rendering r) {
        return keys(r);
    }

    @Override
    public Object item(Rendering r, Object key) {
        Object value = get(r, key);
        if (value == null) {
            throw new PyError(PyError.Type.KEY, Values.brief(key));
        }
        return value;
    }

    @Override
    public Object attribute(Rendering r, String name) {
        return DictMethods.TABLE.bind(this, name);
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        r.enter(1);
        out.append('{');
        int start = out.length();
        each(r, (key, value) -> {
            if (out.length() > start) {
                out.append(", ");
            }
            Repr.append(r, key, out);
            out.append(": ");
            Repr.append(r, value, out);
        });
        out.append('}');
        r.leave(1);
    }
}
