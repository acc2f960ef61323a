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

    /** A generator. */
    public static PyIterator generator(Supplier<Iterator<Object>> source) {
        return new PyIterator("generator", source);
    }

    @Override
    public String typeName() {
        return typeName;
    }

    @Override
    public Iterator<Object> iterator(Rendering r) {
        if (items == null) {
            items = source.get();
            source = null;
        }
        return items;
    }
}
