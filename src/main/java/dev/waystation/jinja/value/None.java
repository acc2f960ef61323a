package dev.waystation.jinja.value;

/** Python's {@code None}, JSON's {@code null}. */
public final class None implements PyObject {
    /** The only one. */
    public static final None NONE = new None();

    private None() {}

    @Override
    public String typeName() {
        return "NoneType";
    }

    @Override
    public boolean truthy() {
        return false;
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        out.append("None");
    }

    @Override
    public String str(Rendering r) {
        return "None";
    }

    @Override
    public String toString() {
        return "None";
    }
}
