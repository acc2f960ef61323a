package dev.waystation.jinja.value;

import java.util.List;

/** Python's tuple, and with field names its namedtuple (what {@code groupby} gives). */
public final class PyTuple extends PySequence {
    /** The tuple without items. */
    public static final PyTuple EMPTY = new PyTuple(List.of());

    private final List<String> fields;

    /** A tuple of these items, which nobody may change from now on. */
    public PyTuple(List<?> items) {
        this(items, List.of());
    }

    /** A namedtuple. */
    public PyTuple(List<?> items, List<String> fields) {
        super(items);
        this.fields = fields;
    }

    /** A tuple of two. */
    public static PyTuple of(Object first, Object second) {
        return new PyTuple(List.of(first, second));
    }

    /** Whether it has no field names. */
    public boolean isPlain() {
        return fields.isEmpty();
    }

    @Override
    public String typeName() {
        return "tuple";
    }

    @Override
    Object like(List<?> other) {
        return new PyTuple(other);
    }

    @Override
    public Object attribute(Rendering r, String name) {
        int field = fields.indexOf(name);
        return field >= 0 ? get(field) : super.attribute(r, name);
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        r.enter(1);
        out.append('(');
        int n = size();
        for (int i = 0; i < n; i++) {
            if (i > 0) {
                out.append(", ");
            }
            r.step();
            Repr.append(r, get(i), out);
        }
        out.append(n == 1 ? ",)" : ")");
        r.leave(1);
    }
}
