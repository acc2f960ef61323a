package dev.waystation.jinja.value;

import java.util.ArrayList;
import java.util.List;

/** Python's slice: {@code start:stop:step}, each part None or an int. */
public record PySlice(Object start, Object stop, Object step) implements PyObject {
    /** The positions that a slice means in a sequence of a given length. */
    public record Range(int start, int stop, int step, int count) {}

    /** Python's {@code slice.indices}, with the number of positions. */
    public Range of(int length) {
        long step = part(this.step, 1);
        if (step == 0) {
            throw PyError.value("slice step cannot be zero");
        }
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? length : length - 1;
        long from = bound(this.start, step > 0 ? low : high, low, high, length);
        long to = bound(this.stop, step > 0 ? high : low, low, high, length);
        long count = step > 0 ? (to - from + step - 1) / step : (from - to - step - 1) / -step;
        boolean none = step > 0 ? from >= to : from <= to;
        return new Range((int) from, (int) to, (int) step, none ? 0 : (int) count);
    }

    private static long bound(Object value, long otherwise, long low, long high, int length) {
        if (value == None.NONE) {
            return otherwise;
        }
        long at = part(value, 0);
        if (at < 0) {
            at += length;
        }
        return Math.max(low, Math.min(high, at));
    }

    private static long part(Object value, long otherwise) {
        if (value == None.NONE) {
            return otherwise;
        }
        if (!Numbers.isInt(value)) {
            throw PyError.type("slice indices must be integers or None or have an __index__ method");
        }
        return Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, Numbers.clamped(value)));
    }

    /** The chosen items of a sequence. */
    List<Object> of(Rendering r, PySequence items) {
        Range range = of(items.size());
        r.items(range.count());
        List<Object> chosen = new ArrayList<>(range.count());
        for (int i = 0, at = range.start(); i < range.count(); i++, at += range.step()) {
            chosen.add(items.get(at));
        }
        return chosen;
    }

    @Override
    public String typeName() {
        return "slice";
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        out.append("slice(");
        Repr.append(r, start, out);
        out.append(", ");
        Repr.append(r, stop, out);
        out.append(", ");
        Repr.append(r, step, out);
        out.append(")");
    }
}
