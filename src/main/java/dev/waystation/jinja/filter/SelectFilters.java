package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Args;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.PyIterator;
import dev.waystation.jinja.value.PySequence;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Filters that apply a filter or a test to every item. */
final class SelectFilters {
    private SelectFilters() {}

    static void addTo(Registry registry) {
        registry.filter("map(value, *args, **kwargs)", SelectFilters::map)
                .filter("select(value, *args, **kwargs)", (r, a) -> select(r, a, true, false))
                .filter("reject(value, *args, **kwargs)", (r, a) -> select(r, a, false, false))
                .filter("selectattr(value, *args, **kwargs)", (r, a) -> select(r, a, true, true))
                .filter("rejectattr(value, *args, **kwargs)", (r, a) -> select(r, a, false, true));
    }

    /** The arguments behind the first ones, as they go on to a filter or test. */
    private static Args rest(Rendering r, PySequence positional, PyDict named, int from) {
        Object[] values = new Object[Math.max(0, positional.size() - from)];
        for (int i = 0; i < values.length; i++) {
            values[i] = positional.get(from + i);
        }
        List<String> names = new ArrayList<>();
        List<Object> namedValues = new ArrayList<>();
        named.each(r, (key, value) -> {
            names.add(Values.text(key));
            namedValues.add(value);
        });
        return new Args(values, names, namedValues.toArray());
    }

    private static String name(Object value, String what) {
        if (!Values.isText(value)) {
            throw new PyError(PyError.Type.RUNTIME, "No " + what + " named " + Values.typeName(value) + ".");
        }
        return Values.text(value);
    }

    private static Object map(Rendering r, Object[] a) {
        return PyIterator.generator("sync_do_map", () -> {
            if (!Values.truthy(a[0])) {
                return Collections.emptyIterator();
            }
            Iterator<Object> items = Values.iterator(r, a[0]);
            return Lazily.each(items, mapping(r, (PySequence) a[1], (PyDict) a[2]));
        });
    }

    private static UnaryOperator<Object> mapping(Rendering r, PySequence positional, PyDict named) {
        if (positional.size() == 0 && named.get("attribute") != null) {
            Object otherwise = named.get("default");
            named.each(r, (key, value) -> {
                if (!key.equals("attribute") && !key.equals("default")) {
                    throw PyError.argument("Unexpected keyword argument '" + key + "'");
                }
            });
            ItemGetter getter =
                    ItemGetter.of(r, named.get("attribute"), otherwise == null ? None.NONE : otherwise, false);
            return item -> getter.get(r, item);
        }
        if (positional.size() == 0) {
            throw PyError.argument("map requires a filter argument");
        }
        String filter = name(positional.get(0), "filter");
        Args rest = rest(r, positional, named, 1);
        return item -> r.filter(filter, item, rest);
    }

    private static Object select(Rendering r, Object[] a, boolean wanted, boolean byAttribute) {
        return PyIterator.generator("select_or_reject", () -> {
            if (!Values.truthy(a[0])) {
                return Collections.emptyIterator();
            }
            PySequence positional = (PySequence) a[1];
            int at = byAttribute ? 1 : 0;
            if (positional.size() < at) {
                throw PyError.argument("Missing parameter for attribute name");
            }
            ItemGetter getter = byAttribute ? ItemGetter.of(r, positional.get(0), null, false) : null;
            String test = positional.size() > at ? name(positional.get(at), "test") : null;
            Args rest = rest(r, positional, (PyDict) a[2], at + 1);
            return Lazily.each(Values.iterator(r, a[0]), item -> {
                r.step();
                Object value = getter == null ? item : getter.get(r, item);
                boolean holds = test == null ? Values.truthy(value) : r.test(test, value, rest);
                return holds == wanted ? item : null;
            });
        });
    }
}
