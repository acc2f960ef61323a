package dev.waystation.jinja.value;

import java.util.Iterator;

/** The methods of dicts that change nothing. */
public final class DictMethods {
    /** Methods of dicts. */
    static final MethodTable<PyDict> TABLE = new MethodTable<>();
    /** Methods of the views that are sets. */
    static final MethodTable<DictView> VIEW = new MethodTable<>();

    static {
        TABLE.add("get(key, default=None, /)", (r, self, a) -> {
                    Object value = self.get(r, a[0]);
                    return value == null ? a[1] : value;
                })
                .add("items()", (r, self, a) -> new DictView(self, DictView.Kind.ITEMS))
                .add("keys()", (r, self, a) -> new DictView(self, DictView.Kind.KEYS))
                .add("values()", (r, self, a) -> new DictView(self, DictView.Kind.VALUES))
                .add("copy()", (r, self, a) -> self)
                .add("fromkeys(iterable, value=None, /)", (r, self, a) -> fromKeys(r, a))
                .refuse("clear", "pop", "popitem", "setdefault", "update");
        VIEW.add("isdisjoint(other, /)", (r, self, a) -> {
            for (Iterator<Object> each = Values.iterator(r, a[0]); each.hasNext(); ) {
                if (Comparison.contains(r, self, each.next())) {
                    return false;
                }
            }
            return true;
        });
    }

    private DictMethods() {}

    private static PyDict fromKeys(Rendering r, Object[] a) {
        PyDict.Builder dict = new PyDict.Builder(r);
        for (Iterator<Object> keys = Values.iterator(r, a[0]); keys.hasNext(); ) {
            dict.put(keys.next(), a[1]);
        }
        return dict.build();
    }

    /** Python's {@code dict.fromkeys}. */
    public static PyCallable fromKeys() {
        return new Builtin("fromkeys(iterable, value=None, /)", DictMethods::fromKeys);
    }

    /** Whether {@code dict.name} is a method, so that it goes before a key of that name. */
    public static boolean has(String name) {
        return TABLE.has(name);
    }
}
