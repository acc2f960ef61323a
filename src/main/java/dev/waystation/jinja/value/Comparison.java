package dev.waystation.jinja.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Python's comparisons: equality of anything, order of what can be ordered, and {@code in}. */
public final class Comparison {
    private Comparison() {}

    /** Python's {@code a == b}. */
    public static boolean equal(Rendering r, Object a, Object b) {
        if (a == b) {
            return !(a instanceof Double d && d.isNaN());
        }
        if (Values.isText(a) || Values.isText(b)) {
            return Values.isText(a) && Values.isText(b) && sameText(r, Values.text(a), Values.text(b));
        }
        if (Numbers.isReal(a) && Numbers.isReal(b)) {
            Integer order = Numbers.compare(a, b);
            return order != null && order == 0;
        }
        if (a instanceof PySequence x && b instanceof PySequence y) {
            return sameType(x, y) && x.size() == y.size() && firstDifference(r, x, y) < 0;
        }
        if (a instanceof PyDict x && b instanceof PyDict y) {
            return equalDicts(r, x, y);
        }
        if (a instanceof Undefined x && b instanceof Undefined y) {
            return x.chainable() == y.chainable();
        }
        if (isSet(a) && isSet(b)) {
            return Values.length(a) == Values.length(b) && subset(r, a, b);
        }
        if (a instanceof PyRange x && b instanceof PyRange y) {
            int length = x.length();
            return length == y.length()
                    && (length == 0 || x.start() == y.start())
                    && (length <= 1 || x.step() == y.step());
        }
        if (a instanceof PyComplex || b instanceof PyComplex) {
            return equalComplex(a, b);
        }
        if (a instanceof DictView || b instanceof DictView) {
            return false;
        }
        return a.equals(b);
    }

    private static boolean sameText(Rendering r, String x, String y) {
        if (x.length() != y.length()) {
            return false;
        }
        r.steps(x.length() >> 8);
        return x.equals(y);
    }

    private static boolean equalComplex(Object a, Object b) {
        if (a instanceof PyComplex x && b instanceof PyComplex y) {
            return x.real() == y.real() && x.imaginary() == y.imaginary();
        }
        Object complex = a instanceof PyComplex ? a : b;
        Object other = a instanceof PyComplex ? b : a;
        PyComplex c = (PyComplex) complex;
        if (!Numbers.isReal(other) || c.imaginary() != 0) {
            return false;
        }
        Integer order = Numbers.compare(c.real(), other);
        return order != null && order == 0;
    }

    private static boolean sameType(PySequence x, PySequence y) {
        return x.getClass() == y.getClass();
    }

    private static boolean equalDicts(Rendering r, PyDict x, PyDict y) {
        if (x.length() != y.length()) {
            return false;
        }
        r.enter(1);
        for (Iterator<Object> keys = x.keys(r); keys.hasNext(); ) {
            Object key = keys.next();
            Object other = y.get(r, key);
            if (other == null || !equal(r, x.get(r, key), other)) {
                r.leave(1);
                return false;
            }
        }
        r.leave(1);
        return true;
    }

    /** Index of the first items that are not equal, or -1 if the shorter is the beginning of the longer. */
    private static int firstDifference(Rendering r, PySequence x, PySequence y) {
        r.enter(1);
        int found = -1;
        for (int i = 0; i < x.size() && i < y.size() && found < 0; i++) {
            r.step();
            Object a = x.get(i);
            Object b = y.get(i);
            if (!Values.same(a, b) && !equal(r, a, b)) {
                found = i;
            }
        }
        r.leave(1);
        return found;
    }

    /** Python's {@code a < b}. */
    public static boolean less(Rendering r, Object a, Object b) {
        return ordered(r, "<", a, b);
    }

    /** Python's {@code <}, {@code <=}, {@code >} or {@code >=}. */
    public static boolean ordered(Rendering r, String operator, Object a, Object b) {
        boolean less = operator.charAt(0) == '<';
        boolean orEqual = operator.length() > 1;
        if (Numbers.isReal(a) && Numbers.isReal(b)) {
            Integer order = Numbers.compare(a, b);
            return order != null && decide(order, less, orEqual);
        }
        if (Values.isText(a) && Values.isText(b)) {
            r.steps(Math.min(Values.text(a).length(), Values.text(b).length()) >> 6);
            return decide(Text.compare(Values.text(a), Values.text(b)), less, orEqual);
        }
        if (a instanceof PySequence x && b instanceof PySequence y && sameType(x, y)) {
            int at = firstDifference(r, x, y);
            if (at < 0) {
                return decide(Integer.compare(x.size(), y.size()), less, orEqual);
            }
            r.enter(1);
            boolean result = ordered(r, operator, x.get(at), y.get(at));
            r.leave(1);
            return result;
        }
        if (a instanceof PyBytes x && b instanceof PyBytes y) {
            return decide(java.util.Arrays.compareUnsigned(x.bytes(), y.bytes()), less, orEqual);
        }
        if (isSet(a) && isSet(b)) {
            Object inner = less ? a : b;
            Object outer = less ? b : a;
            boolean smaller = Values.length(inner) < Values.length(outer)
                    || orEqual && Values.length(inner) == Values.length(outer);
            return smaller && subset(r, inner, outer);
        }
        if (a instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.error();
        }
        throw PyError.type("'" + operator + "' not supported between instances of '" + Values.typeName(a) + "' and '"
                + Values.typeName(b) + "'");
    }

    private static boolean decide(int order, boolean less, boolean orEqual) {
        return order == 0 ? orEqual : order < 0 == less;
    }

    private static boolean isSet(Object value) {
        return value instanceof PySet || value instanceof DictView view && view.isSet();
    }

    private static boolean subset(Rendering r, Object inner, Object outer) {
        for (Iterator<Object> each = Values.iterator(r, inner); each.hasNext(); ) {
            if (!contains(r, outer, each.next())) {
                return false;
            }
        }
        return true;
    }

    /** Python's {@code item in container}. */
    public static boolean contains(Rendering r, Object container, Object item) {
        if (Values.isText(container)) {
            if (!Values.isText(item)) {
                throw PyError.type("'in <string>' requires string as left operand, not " + Values.typeName(item));
            }
            String text = Values.text(container);
            r.steps(text.length() >> 6);
            return text.contains(Values.text(item));
        }
        if (container instanceof PyDict dict) {
            return dict.get(r, item) != null;
        }
        if (container instanceof PySet set) {
            return set.holds(r, item);
        }
        if (container instanceof DictView view) {
            return view.holds(r, item);
        }
        if (container instanceof PyRange range && item instanceof Long number) {
            return range.holds(number);
        }
        if (container instanceof PyBytes bytes) {
            return BytesMethods.find(bytes, item) >= 0;
        }
        if (!Values.iterable(container)) {
            throw PyError.type("argument of type '" + Values.typeName(container) + "' is not iterable");
        }
        return among(r, Values.iterator(r, container), item);
    }

    /** Whether one of the items is equal. */
    static boolean among(Rendering r, Iterator<Object> items, Object item) {
        while (items.hasNext()) {
            Object each = items.next();
            if (Values.same(each, item) || equal(r, each, item)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Python's {@code sorted}: stable, by keys, asking only {@code <}. Java's own sort may not be used, because it
     * throws where keys have no total order (NaN).
     */
    public static List<Object> sorted(Rendering r, List<Object> items, List<Object> keys, boolean reverse) {
        int size = items.size();
        r.items(2L * size);
        Integer[] order = new Integer[size];
        for (int i = 0; i < size; i++) {
            // A reversed sort is stable too: items go in backwards and come out backwards.
            order[i] = reverse ? size - 1 - i : i;
        }
        Comparator<Integer> less = (a, b) -> {
            r.step();
            return less(r, keys.get(a), keys.get(b)) ? -1 : 0;
        };
        mergeSort(order, new Integer[size], 0, size, less);
        List<Object> sorted = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            sorted.add(items.get(order[reverse ? size - 1 - i : i]));
        }
        return sorted;
    }

    private static void mergeSort(Integer[] order, Integer[] spare, int from, int to, Comparator<Integer> less) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(order, spare, from, middle, less);
        mergeSort(order, spare, middle, to, less);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeRight = left >= middle || right < to && less.compare(order[right], order[left]) < 0;
            spare[i] = takeRight ? order[right++] : order[left++];
        }
        System.arraycopy(spare, from, order, from, to - from);
    }
}
