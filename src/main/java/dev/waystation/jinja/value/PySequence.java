package dev.waystation.jinja.value;

import java.util.Iterator;
import java.util.List;

/** A list or tuple. It never changes; the caller's own list may lie behind it, and its items are converted when read. */
public abstract class PySequence implements PyObject {
    private final List<?> items;

    PySequence(List<?> items) {
        this.items = items;
    }

    /** Number of items. */
    public final int size() {
        return items.size();
    }

    /** The item at a position from 0. */
    public final Object get(int index) {
        return Values.of(items.get(index));
    }

    /** The list behind it, which gives this value its identity. */
    final List<?> raw() {
        return items;
    }

    /** One of the same type with other items. */
    abstract Object like(List<?> other);

    @Override
    public boolean truthy() {
        return !items.isEmpty();
    }

    @Override
    public int length() {
        return items.size();
    }

    @Override
    public Iterator<Object> iterator(Rendering r) {
        Iterator<?> inner = items.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return inner.hasNext();
            }

            @Override
            public Object next() {
                r.step();
                return Values.of(inner.next());
            }
        };
    }

    @Override
    public Object item(Rendering r, Object key) {
        if (key instanceof PySlice slice) {
            return like(slice.of(r, this));
        }
        if (!Numbers.isInt(key)) {
            throw PyError.type(typeName() + " indices must be integers or slices, not " + Values.typeName(key));
        }
        long index = Numbers.index(key);
        if (index < 0) {
            index += size();
        }
        if (index < 0 || index >= size()) {
            throw new PyError(PyError.Type.INDEX, typeName() + " index out of range");
        }
        return get((int) index);
    }

    @Override
    public Object attribute(Rendering r, String name) {
        return SequenceMethods.attribute(this, name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PySequence that && getClass() == that.getClass() && items.equals(that.items);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }
}
