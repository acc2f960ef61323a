package dev.waystation.jinja.value;

import java.util.Iterator;

/** Python's set, which only arithmetic on dict keys makes. In order of insertion. */
public final class PySet implements PyObject {
    private final PyDict members;

    /** A set of the keys of a dict. */
    public PySet(PyDict members) {
        this.members = members;
    }

    /** Whether a value is in it. */
    boolean holds(Rendering r, Object value) {
        return members.get(r, value) != null;
    }

    @Override
    public String typeName() {
        return "set";
    }

    @Override
    public boolean truthy() {
        return members.truthy();
    }

    @Override
    public int length() {
        return members.length();
    }

    @Override
    public Iterator<Object> iterator(Rendering r) {
        return members.keys(r);
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        if (!truthy()) {
            out.append("set()");
            return;
        }
        out.append('{');
        String comma = "";
        for (Iterator<Object> keys = iterator(r); keys.hasNext(); comma = ", ") {
            out.append(comma);
            Repr.append(r, keys.next(), out);
        }
        out.append('}');
    }
}
