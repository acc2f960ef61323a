package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Arithmetic;
import dev.waystation.jinja.value.Comparison;
import dev.waystation.jinja.value.DictView;
import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.PyBytes;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.PyIterator;
import dev.waystation.jinja.value.PyList;
import dev.waystation.jinja.value.PyRange;
import dev.waystation.jinja.value.PySequence;
import dev.waystation.jinja.value.PyTuple;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.TextBuilder;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Filters that order, cut and sum up sequences. */
final class SequenceFilters {
    private SequenceFilters() {}

    static void addTo(Registry registry) {
        registry.filter("length(obj, /)", SequenceFilters::length)
                .filterAlias("count", "length")
                .filter("list(value)", (r, a) -> new PyList(Values.list(r, a[0])))
                .filter("first(seq)", SequenceFilters::first)
                .filter("last(seq)", SequenceFilters::last)
                .filter("random(seq)", SequenceFilters::random)
                .filter("reverse(value)", SequenceFilters::reverse)
                .filter("join(value, d='', attribute=None)", SequenceFilters::join)
                .filter("sort(value, reverse=False, case_sensitive=False, attribute=None)", SequenceFilters::sort)
                .filter("dictsort(value, case_sensitive=False, by='key', reverse=False)", SequenceFilters::dictSort)
                .filter("groupby(value, attribute, default=None, case_sensitive=False)", SequenceFilters::groupBy)
                .filter("unique(value, case_sensitive=False, attribute=None)", SequenceFilters::unique)
                .filter("min(value, case_sensitive=False, attribute=None)", (r, a) -> extreme(r, a, true))
                .filter("max(value, case_sensitive=False, attribute=None)", (r, a) -> extreme(r, a, false))
                .filter("sum(iterable, attribute=None, start=0)", SequenceFilters::sum)
                .filter("batch(value, linecount, fill_with=None)", SequenceFilters::batch)
                .filter("slice(value, slices, fill_with=None)", SequenceFilters::slice)
                .filter("items(value)", SequenceFilters::items);
    }

    private static Object length(Rendering r, Object[] a) {
        int length = Values.length(a[0]);
        // Counting the characters of a text takes as long as it is.
        r.steps(length >> 6);
        return (long) length;
    }

    private static Object first(Rendering r, Object[] a) {
        Iterator<Object> items = Values.iterator(r, a[0]);
        return items.hasNext() ? items.next() : Undefined.because("No first item, sequence was empty.");
    }

    private static Object last(Rendering r, Object[] a) {
        List<Object> items = reversed(r, a[0]);
        return items.isEmpty() ? Undefined.because("No last item, sequence was empty.") : items.get(0);
    }

    private static Object random(Rendering r, Object[] a) {
        int length = Values.length(a[0]);
        if (length == 0) {
            return Undefined.because("No random item, sequence was empty.");
        }
        if (a[0] instanceof Undefined undefined) {
            throw undefined.error();
        }
        Object index = (long) r.random().nextInt(length);
        return dev.waystation.jinja.value.Access.item(r, a[0], index);
    }

    /** Python's {@code reversed()}: what has an order and a length. */
    private static List<Object> reversed(Rendering r, Object value) {
        boolean can = Values.isText(value)
                || value instanceof PySequence
                || value instanceof PyDict
                || value instanceof DictView
                || value instanceof PyRange
                || value instanceof PyBytes
                || value instanceof Undefined u && u.chainable();
        if (!can) {
            throw PyError.type("'" + Values.typeName(value) + "' object is not reversible");
        }
        List<Object> items = Values.list(r, value);
        Collections.reverse(items);
        return items;
    }

    private static Object reverse(Rendering r, Object[] a) {
        if (Values.isText(a[0])) {
            r.text(Values.text(a[0]).length());
            return Softly.like(
                    a[0], new StringBuilder(Values.text(a[0])).reverse().toString());
        }
        if (!Values.iterable(a[0])) {
            throw PyError.argument("argument must be iterable");
        }
        if (a[0] instanceof PyIterator) {
            List<Object> items = Values.list(r, a[0]);
            Collections.reverse(items);
            return new PyList(items);
        }
        List<Object> items = reversed(r, a[0]);
        return new PyIterator("reversed", items::iterator);
    }

    private static Object join(Rendering r, Object[] a) {
        Iterator<Object> items = Values.iterator(r, a[0]);
        ItemGetter getter = Values.truthy(a[2]) ? ItemGetter.of(r, a[2], null, false) : null;
        List<Object> parts = new ArrayList<>();
        boolean escape = r.autoescape() && a[1] instanceof Markup;
        while (items.hasNext()) {
            Object item = items.next();
            r.items(1);
            Object part = getter == null ? item : getter.get(r, item);
            escape |= r.autoescape() && part instanceof Markup;
            parts.add(part);
        }
        String between = escape ? Markup.escape(r, a[1]).text() : Softly.text(r, a[1]);
        TextBuilder out = new TextBuilder(r);
        for (int i = 0; i < parts.size(); i++) {
            out.append(i == 0 ? "" : between);
            out.append(escape ? Markup.escape(r, parts.get(i)).text() : Softly.text(r, parts.get(i)));
        }
        return escape ? new Markup(out.toString()) : out.toString();
    }

    private static Object sort(Rendering r, Object[] a) {
        List<ItemGetter> getters = ItemGetter.several(r, a[3], !Values.truthy(a[2]));
        List<Object> items = Values.list(r, a[0]);
        List<Object> keys = new ArrayList<>(items.size());
        for (Object item : items) {
            keys.add(ItemGetter.all(r, getters, item));
        }
        return new PyList(Comparison.sorted(r, items, keys, Softly.flag(a[1], "reverse")));
    }

    private static Object dictSort(Rendering r, Object[] a) {
        boolean byKey = Values.isText(a[2]) && Values.text(a[2]).equals("key");
        if (!byKey && !(Values.isText(a[2]) && Values.text(a[2]).equals("value"))) {
            throw PyError.argument("You can only sort by either \"key\" or \"value\"");
        }
        Softly.defined(a[0]);
        if (!(a[0] instanceof PyDict dict)) {
            throw PyError.type("'" + Values.typeName(a[0]) + "' object has no attribute 'items'");
        }
        List<Object> items = new ArrayList<>();
        List<Object> keys = new ArrayList<>();
        dict.each(r, (key, value) -> {
            r.items(3);
            items.add(PyTuple.of(key, value));
            Object by = byKey ? key : value;
            keys.add(Values.truthy(a[1]) ? by : ItemGetter.folded(r, by));
        });
        return new PyList(Comparison.sorted(r, items, keys, Softly.flag(a[3], "reverse")));
    }

    private static Object groupBy(Rendering r, Object[] a) {
        boolean caseSensitive = Values.truthy(a[3]);
        ItemGetter getter = ItemGetter.of(r, a[1], a[2], !caseSensitive);
        List<Object> items = Values.list(r, a[0]);
        List<Object> keys = new ArrayList<>(items.size());
        for (Object item : items) {
            keys.add(getter.get(r, item));
        }
        List<Object> order = new ArrayList<>(items.size());
        for (long i = 0; i < items.size(); i++) {
            order.add(i);
        }
        List<Object> groups = new ArrayList<>();
        List<Object> group = new ArrayList<>();
        Object groupKey = null;
        ItemGetter shown = ItemGetter.of(r, a[1], a[2], false);
        for (Object index : Comparison.sorted(r, order, keys, false)) {
            int at = (int) (long) (Long) index;
            if (groupKey == null || !Comparison.equal(r, groupKey, keys.get(at))) {
                groupKey = keys.get(at);
                group = new ArrayList<>();
                r.items(4);
                groups.add(new PyTuple(
                        List.of(shown.get(r, items.get(at)), new PyList(group)), List.of("grouper", "list")));
            }
            group.add(items.get(at));
        }
        return new PyList(groups);
    }

    private static Object unique(Rendering r, Object[] a) {
        ItemGetter getter = ItemGetter.of(r, a[2], null, !Values.truthy(a[1]));
        return PyIterator.generator("sync_do_unique", () -> {
            PyDict.Builder seen = new PyDict.Builder(r);
            PyDict found = seen.build();
            return Lazily.each(Values.iterator(r, a[0]), item -> {
                Object key = getter.get(r, item);
                if (found.get(r, key) != null) {
                    return null;
                }
                seen.put(key, true);
                return item;
            });
        });
    }

    private static Object extreme(Rendering r, Object[] a, boolean least) {
        ItemGetter getter = ItemGetter.of(r, a[2], null, !Values.truthy(a[1]));
        Iterator<Object> items = Values.iterator(r, a[0]);
        if (!items.hasNext()) {
            return Undefined.because("No aggregated item, sequence was empty.");
        }
        Object best = items.next();
        Object bestKey = getter.get(r, best);
        while (items.hasNext()) {
            Object item = items.next();
            Object key = getter.get(r, item);
            boolean better = least ? Comparison.less(r, key, bestKey) : Comparison.ordered(r, ">", key, bestKey);
            if (better) {
                best = item;
                bestKey = key;
            }
        }
        return best;
    }

    private static Object sum(Rendering r, Object[] a) {
        ItemGetter getter = a[1] == None.NONE ? null : ItemGetter.of(r, a[1], null, false);
        Object total = a[2];
        if (Values.isText(total)) {
            throw PyError.type("sum() can't sum strings [use ''.join(seq) instead]");
        }
        for (Iterator<Object> items = Values.iterator(r, a[0]); items.hasNext(); ) {
            Object item = items.next();
            total = Arithmetic.add(r, total, getter == null ? item : getter.get(r, item));
        }
        return total;
    }

    private static Object batch(Rendering r, Object[] a) {
        return PyIterator.generator("do_batch", () -> {
            Iterator<Object> items = Values.iterator(r, a[0]);
            return new Lazily<Object>() {
                private List<Object> row = new ArrayList<>();
                private boolean ended;

                @Override
                Object compute() {
                    while (items.hasNext()) {
                        boolean full = Comparison.equal(r, (long) row.size(), a[1]);
                        List<Object> done = row;
                        if (full) {
                            row = new ArrayList<>();
                        }
                        r.items(1);
                        row.add(items.next());
                        if (full) {
                            return new PyList(done);
                        }
                    }
                    if (ended || row.isEmpty()) {
                        return null;
                    }
                    ended = true;
                    if (a[2] != None.NONE && Comparison.less(r, (long) row.size(), a[1])) {
                        long missing = Softly.integer(a[1], "linecount") - row.size();
                        r.items(missing);
                        row.addAll(Collections.nCopies((int) missing, a[2]));
                    }
                    return new PyList(row);
                }
            };
        });
    }

    private static Object slice(Rendering r, Object[] a) {
        return PyIterator.generator("sync_do_slice", () -> {
            List<Object> items = Values.list(r, a[0]);
            int length = items.size();
            long slices = Softly.integer(a[1], "slices");
            if (slices == 0) {
                throw new PyError(PyError.Type.ZERO_DIVISION, "integer division or modulo by zero");
            }
            long each = Math.floorDiv(length, slices);
            long longer = Math.floorMod(length, slices);
            return new Lazily<Object>() {
                private long number;
                private int at;

                @Override
                Object compute() {
                    if (number >= slices) {
                        return null;
                    }
                    int size = (int) (each + (number < longer ? 1 : 0));
                    r.items(size + 2L);
                    List<Object> part = new ArrayList<>(items.subList(at, at + size));
                    at += size;
                    if (a[2] != None.NONE && number >= longer) {
                        part.add(a[2]);
                    }
                    number++;
                    return new PyList(part);
                }
            };
        });
    }

    private static Object items(Rendering r, Object[] a) {
        return PyIterator.generator("do_items", () -> {
            if (a[0] instanceof Undefined) {
                return Collections.emptyIterator();
            }
            if (a[0] instanceof PyDict dict) {
                return dict.items(r);
            }
            throw PyError.type("Can only get item pairs from a mapping.");
        });
    }
}
