package dev.waystation.jinja.value;

/** The methods of lists, tuples and ranges that change nothing. */
final class SequenceMethods {
    private static final MethodTable<PySequence> LIST = common(new MethodTable<>());
    private static final MethodTable<PySequence> TUPLE = common(new MethodTable<>());
    /** Methods of ranges. */
    static final MethodTable<PyRange> RANGE = new MethodTable<>();

    static {
        LIST.add("copy()", (r, self, a) -> new PyList(Values.list(r, self)))
                .refuse("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");
        RANGE.add(
                "count(value, /)", (r, self, a) -> Numbers.isInt(a[0]) && self.holds(Numbers.clamped(a[0])) ? 1L : 0L);
        RANGE.add("index(value, /)", (r, self, a) -> {
            if (!Numbers.isInt(a[0]) || !self.holds(Numbers.clamped(a[0]))) {
                throw PyError.value("value is not in range");
            }
            return self.position(Numbers.clamped(a[0]));
        });
    }

    private SequenceMethods() {}

    private static MethodTable<PySequence> common(MethodTable<PySequence> table) {
        return table.add("count(value, /)", (r, self, a) -> {
                    long count = 0;
                    for (int i = 0; i < self.size(); i++) {
                        r.step();
                        Object item = self.get(i);
                        if (Values.same(item, a[0]) || Comparison.equal(r, item, a[0])) {
                            count++;
                        }
                    }
                    return count;
                })
                .add("index(value, start=0, stop=None, /)", (r, self, a) -> {
                    PySlice.Range range = new PySlice(a[1], a[2], None.NONE).of(self.size());
                    for (int i = range.start(); i < range.start() + range.count(); i++) {
                        r.step();
                        Object item = self.get(i);
                        if (Values.same(item, a[0]) || Comparison.equal(r, item, a[0])) {
                            return (long) i;
                        }
                    }
                    throw PyError.value("the value is not in the " + self.typeName());
                });
    }

    static Object attribute(PySequence self, String name) {
        return (self instanceof PyList ? LIST : TUPLE).bind(self, name);
    }
}
