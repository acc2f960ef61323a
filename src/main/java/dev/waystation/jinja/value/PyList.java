package dev.waystation.jinja.value;

import java.util.List;

/** Python's list. */
public final class PyList extends PySequence {
    /** A list of these items, which nobody may change from now on. */
    public PyList(List<?> items) {
        super(items);
    }

    @Override
    public String typeName() {
        return "list";
    }

    @Override
    Object like(List<?> other) {
        return new PyList(other);
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        r.enter(1);
        out.append('[');
        for (int i = 0, n = size(); i < n; i++) {
            if (i > 0) {
                out.append(", ");
            }
            r.step();
            Repr.append(r, get(i), out);
        }
        out.append(']');
        r.leave(1);
    }
}
