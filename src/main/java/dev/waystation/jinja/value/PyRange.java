package dev.waystation.jinja.value;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Python's range. The sandbox keeps it short, so ints are enough for its length. */
public record PyRange(long start, long stop, long step) implements PyObject {
    /** How many numbers it holds; as a long, because it is asked before the range is allowed. */
    public static double count(double start, double stop, double step) {
        return Math.max(0, Math.ceil((stop - start) / step));
    }

    private long at(int index) {
        return start + index * step;
    }

    @Override
    public String typeName() {
        return "range";
    }

    @Override
    public boolean truthy() {
        return length() > 0;
    }

    @Override
    public int length() {
        return (int) count(start, stop, step);
    }

    /** Whether a number is in it. */
    boolean holds(long value) {
        if (length() == 0 || (value - start) % step != 0) {
            return false;
        }
        return step > 0 ? value >= start && value < stop : value <= start && value > stop;
    }

    /** Position of a number that it holds. */
    long position(long value) {
        return (value - start) / step;
    }

    @Override
    public Iterator<Object> iterator(Rendering r) {
        int length = length();
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < length;
            }

            @Override
            public Object next() {
                if (next >= length) {
                    throw new NoSuchElementException();
                }
                r.step();
                return at(next++);
            }
        };
    }

    @Override
    public Object item(Rendering r, Object key) {
        if (key instanceof PySlice slice) {
            PySlice.Range range = slice.of(length());
            return new PyRange(at(range.start()), at(range.stop()), step * range.step());
        }
        if (!Numbers.isInt(key)) {
            throw PyError.type("range indices must be integers or slices, not " + Values.typeName(key));
        }
        long index = Numbers.index(key);
        if (index < 0) {
            index += length();
        }
        if (index < 0 || index >= length()) {
            throw new PyError(PyError.Type.INDEX, "range object index out of range");
        }
        return at((int) index);
    }

    @Override
    public Object attribute(Rendering r, String name) {
        return switch (name) {
            case "start" -> start;
            case "stop" -> stop;
            case "step" -> step;
            default -> SequenceMethods.RANGE.bind(this, name);
        };
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        out.append("range(" + start + ", " + stop + (step == 1 ? "" : ", " + step) + ")");
    }
}
