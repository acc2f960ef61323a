package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Args;
import dev.waystation.jinja.value.Builtin;
import dev.waystation.jinja.value.DictMethods;
import dev.waystation.jinja.value.Namespace;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyCallable;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.PyObject;
import dev.waystation.jinja.value.PyRange;
import dev.waystation.jinja.value.PySequence;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.TextBuilder;
import dev.waystation.jinja.value.Values;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The global functions. */
public final class Globals {
    private static final int LONGEST_RANGE = 100;

    private Globals() {}

    /** All of them by name. */
    public static Map<String, Object> all() {
        return Map.of(
                "range", new Builtin("range(*args)", (r, a) -> range((PySequence) a[0])),
                "dict", new DictType(),
                "lipsum", new Builtin("generate_lorem_ipsum(n=5, html=True, min=20, max=100)", Lipsum::generate),
                "cycler", new Builtin("Cycler(*items)", "type", (r, a) -> new Cycler((PySequence) a[0])),
                "joiner", new Builtin("Joiner(sep=?)", "type", (r, a) -> new Joiner(a[0] == null ? ", " : a[0])),
                "namespace", new Builtin("Namespace(*args, **kwargs)", "type", Globals::namespace));
    }

    private static Object range(PySequence args) {
        if (args.size() < 1 || args.size() > 3) {
            throw PyError.type("range expected 1 to 3 arguments, got " + args.size());
        }
        long start = args.size() == 1 ? 0 : Numbers.index(args.get(0));
        long stop = Numbers.index(args.get(args.size() == 1 ? 0 : 1));
        long step = args.size() < 3 ? 1 : Numbers.index(args.get(2));
        if (step == 0) {
            throw PyError.value("range() arg 3 must not be zero");
        }
        if (PyRange.count(start, stop, step) > LONGEST_RANGE) {
            throw PyError.overflow(
                    "Range too big. The sandbox blocks ranges larger than MAX_TEMPLATE_RANGE=" + LONGEST_RANGE + ".");
        }
        return new PyRange(start, stop, step);
    }

    private static PyDict dict(Rendering r, PySequence positional, PyDict named) {
        if (positional.size() > 1) {
            throw PyError.type("dict expected at most 1 argument, got " + positional.size());
        }
        PyDict.Builder dict = new PyDict.Builder(r);
        if (positional.size() == 1) {
            Object from = positional.get(0);
            Softly.defined(from);
            if (from instanceof PyDict other) {
                dict.putAll(other);
            } else {
                for (Iterator<Object> pairs = Values.iterator(r, from); pairs.hasNext(); ) {
                    List<Object> pair = Values.list(r, pairs.next());
                    if (pair.size() != 2) {
                        throw PyError.value(
                                "dictionary update sequence element has length " + pair.size() + "; 2 is required");
                    }
                    dict.put(pair.get(0), pair.get(1));
                }
            }
        }
        return dict.putAll(named).build();
    }

    private static Object namespace(Rendering r, Object[] a) {
        Namespace namespace = new Namespace();
        dict(r, (PySequence) a[0], (PyDict) a[1]).each(r, (key, value) -> {
            if (Values.isText(key)) {
                namespace.set(r, Values.text(key), value);
            }
        });
        return namespace;
    }

    /** The type {@code dict}: a function that makes dicts. */
    private static final class DictType implements PyCallable {
        private final Builtin make =
                new Builtin("dict(*args, **kwargs)", (r, a) -> dict(r, (PySequence) a[0], (PyDict) a[1]));

        @Override
        public Object call(Rendering r, Args args) {
            return make.call(r, args);
        }

        @Override
        public String typeName() {
            return "type";
        }

        @Override
        public Object attribute(Rendering r, String name) {
            return name.equals("fromkeys") ? DictMethods.fromKeys() : null;
        }

        @Override
        public void repr(Rendering r, TextBuilder out) {
            out.append("<class 'dict'>");
        }
    }

    /** What {@code cycler()} gives: goes through its items again and again. */
    private static final class Cycler implements PyObject {
        private final PySequence items;
        private int position;

        Cycler(PySequence items) {
            if (items.size() == 0) {
                throw new PyError(PyError.Type.RUNTIME, "at least one item has to be provided");
            }
            this.items = items;
        }

        @Override
        public String typeName() {
            return "Cycler";
        }

        @Override
        public Object attribute(Rendering r, String name) {
            return switch (name) {
                case "current" -> items.get(position);
                case "items" -> items;
                case "pos" -> (long) position;
                case "next" ->
                    new Builtin("next()", "method", (s, a) -> {
                        Object current = items.get(position);
                        position = (position + 1) % items.size();
                        return current;
                    });
                case "reset" ->
                    new Builtin("reset()", "method", (s, a) -> {
                        position = 0;
                        return None.NONE;
                    });
                default -> null;
            };
        }
    }

    /** What {@code joiner()} gives: nothing the first time, the separator after that. */
    private static final class Joiner implements PyCallable {
        private final Object separator;
        private boolean used;

        Joiner(Object separator) {
            this.separator = separator;
        }

        @Override
        public Object call(Rendering r, Args args) {
            if (!args.isEmpty()) {
                throw PyError.type("a joiner takes no arguments");
            }
            Object next = used ? separator : "";
            used = true;
            return next;
        }

        @Override
        public Object attribute(Rendering r, String name) {
            return switch (name) {
                case "sep" -> separator;
                case "used" -> used;
                default -> null;
            };
        }

        @Override
        public String typeName() {
            return "Joiner";
        }
    }
}
