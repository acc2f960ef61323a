package dev.waystation.jinja.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What a key of a dict or a member of a set compares as. */
final class Keys {
    private static final Object UNDEFINED = new Object();

    private Keys() {}

    /** An object whose Java equality and hash are Python's; the key itself where that is so already. */
    static Object comparable(Rendering r, Object key) {
        if (key instanceof String || key instanceof Long || key == None.NONE) {
            return key;
        }
        if (key instanceof Markup markup) {
            return markup.text();
        }
        if (key instanceof Boolean b) {
            return b ? 1L : 0L;
        }
        if (key instanceof Double d) {
            boolean whole = d == Math.rint(d) && !Double.isInfinite(d);
            return whole ? Numbers.small(new BigDecimal(d).toBigInteger()) : key;
        }
        if (key instanceof PyTuple tuple) {
            r.enter(1);
            r.items(tuple.size());
            List<Object> items = new ArrayList<>(tuple.size());
            boolean same = true;
            for (int i = 0; i < tuple.size(); i++) {
                r.step();
                Object item = tuple.get(i);
                Object comparable = comparable(r, item);
                same &= comparable == item;
                items.add(comparable);
            }
            r.leave(1);
            return same ? key : new PyTuple(items);
        }
        if (key instanceof Undefined) {
            return UNDEFINED;
        }
        if (key instanceof PyComplex complex && complex.imaginary() == 0) {
            return comparable(r, complex.real());
        }
        if (key instanceof PyList
                || key instanceof PyDict
                || key instanceof PySlice
                || key instanceof PySet
                || key instanceof DictView view && view.isSet()) {
            throw PyError.type("unhashable type: '" + Values.typeName(key) + "'");
        }
        return key;
    }
}
