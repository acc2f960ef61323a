package dev.waystation.jinja.value;

import java.util.Iterator;
import java.util.function.Supplier;

/** A generator: made when first asked, and used up by whoever reads it. */
public final class PyIterator implements PyObject {
    private final String typeName;
    private Supplier<Iterator<Object>> source;
    private Iterator<Object> items;

    /** An iterator of a type's name over what the source gives when first read. */
    public PyIterator(String typeName, Supplier<Iterator<Object>> source) {
        this.typeName = typeName;
        this.source = source;
    }

    /** A generator, made by a function of that name. */
    public static PyIterator generator(String function, Supplier<Iterator<Object>> source) {
        return new PyIterator("generator object " + function, source);
    }

    @Override
    public String typeName() {
        return typeName.startsWith("generator") ? "generator" : typeName;
    }

    @Override
    public Iterator<Object> iterator(Rendering r) {
        if (items == null) {
            items = source.get();
            source = null;
        }
        return items;
    }

    /** Python shows an address, which is never the same; here it is always the same. */
    @Override
    public void repr(Rendering r, TextBuilder out) {
        out.append("<").append(typeName).append(" at 0x7f0000000000>");
    }
}
