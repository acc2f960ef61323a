package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Comparison;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.PyList;
import dev.waystation.jinja.value.PySequence;
import dev.waystation.jinja.value.PyTuple;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Repr;
import dev.waystation.jinja.value.Text;
import dev.waystation.jinja.value.TextBuilder;
import dev.waystation.jinja.value.Values;
import java.util.ArrayList;
import java.util.List;

/** Python's {@code pprint}: a repr with sorted keys, broken into lines of at most 80 characters. */
final class PrettyPrint {
    private static final int WIDTH = 80;

    private final Rendering r;
    private final TextBuilder out;

    PrettyPrint(Rendering r) {
        this.r = r;
        this.out = new TextBuilder(r);
    }

    String print(Object value) {
        format(value, 0, 0, 0);
        return out.toString();
    }

    private void format(Object value, int indent, int allowance, int level) {
        TextBuilder flat = new TextBuilder(r);
        flat(value, flat);
        String repr = flat.toString();
        boolean fits = Text.length(repr) <= WIDTH - indent - allowance;
        r.enter(1);
        if (!fits && value instanceof PyDict dict) {
            dict(dict, indent + 1, allowance + 1, level + 1);
        } else if (!fits && value instanceof PyList list) {
            out.append('[');
            items(list, indent + 1, allowance + 1, level + 1);
            out.append(']');
        } else if (!fits && isPlainTuple(value)) {
            PyTuple tuple = (PyTuple) value;
            String end = tuple.size() == 1 ? ",)" : ")";
            out.append('(');
            items(tuple, indent + 1, allowance + end.length(), level + 1);
            out.append(end);
        } else if (!fits && value instanceof String text && !text.isEmpty()) {
            text(text, indent, allowance, level + 1);
        } else {
            out.append(repr);
        }
        r.leave(1);
    }

    private static boolean isPlainTuple(Object value) {
        return value instanceof PyTuple tuple && tuple.isPlain();
    }

    private record Entries(List<Object> keys, List<Object> values) {}

    private Entries sorted(PyDict dict) {
        List<Object> keys = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        List<Object> order = new ArrayList<>();
        dict.each(r, (key, value) -> {
            r.items(3);
            order.add((long) keys.size());
            keys.add(key);
            values.add(value);
        });
        List<Object> indexes;
        try {
            indexes = Comparison.sorted(r, order, keys, false);
        } catch (PyError e) {
            if (e.type() != PyError.Type.TYPE) {
                throw e;
            }
            // Keys without an order are put in the order of their types' names.
            List<Object> names = new ArrayList<>();
            keys.forEach(key -> names.add(Values.typeName(key)));
            indexes = Comparison.sorted(r, order, names, false);
        }
        Entries entries = new Entries(new ArrayList<>(), new ArrayList<>());
        for (Object index : indexes) {
            int at = (int) (long) (Long) index;
            entries.keys.add(keys.get(at));
            entries.values.add(values.get(at));
        }
        return entries;
    }

    /** The repr on one line, with sorted keys. */
    private void flat(Object value, TextBuilder to) {
        if (value instanceof PyDict dict) {
            r.enter(1);
            Entries entries = sorted(dict);
            to.append('{');
            for (int i = 0; i < entries.keys.size(); i++) {
                to.append(i == 0 ? "" : ", ");
                flat(entries.keys.get(i), to);
                to.append(": ");
                flat(entries.values.get(i), to);
            }
            to.append('}');
            r.leave(1);
        } else if (value instanceof PyList || isPlainTuple(value)) {
            PySequence items = (PySequence) value;
            boolean list = value instanceof PyList;
            r.enter(1);
            to.append(list ? '[' : '(');
            for (int i = 0; i < items.size(); i++) {
                r.step();
                to.append(i == 0 ? "" : ", ");
                flat(items.get(i), to);
            }
            to.append(list ? "]" : items.size() == 1 ? ",)" : ")");
            r.leave(1);
        } else {
            Repr.append(r, value, to);
        }
    }

    private void dict(PyDict dict, int indent, int allowance, int level) {
        out.append('{');
        Entries entries = sorted(dict);
        int last = entries.keys.size() - 1;
        for (int i = 0; i <= last; i++) {
            TextBuilder key = new TextBuilder(r);
            flat(entries.keys.get(i), key);
            out.append(key.toString()).append(": ");
            format(entries.values.get(i), indent + Text.length(key.toString()) + 2, i == last ? allowance : 1, level);
            if (i < last) {
                newLine(indent, ",");
            }
        }
        out.append('}');
    }

    private void items(PySequence items, int indent, int allowance, int level) {
        int last = items.size() - 1;
        for (int i = 0; i <= last; i++) {
            format(items.get(i), indent, i == last ? allowance : 1, level);
            if (i < last) {
                newLine(indent, ",");
            }
        }
    }

    private void newLine(int indent, String before) {
        out.append(before).append('\n').repeat(' ', indent);
    }

    private String repr(String text) {
        return Repr.of(r, text);
    }

    private void text(String text, int at, int end, int level) {
        int indent = level == 1 ? at + 1 : at;
        int allowance = level == 1 ? end + 1 : end;
        List<String> lines = Text.lines(r, text, true);
        List<String> chunks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            boolean lastLine = i == lines.size() - 1;
            String whole = repr(lines.get(i));
            if (Text.length(whole) <= WIDTH - indent - (lastLine ? allowance : 0)) {
                chunks.add(whole);
            } else {
                words(lines.get(i), indent, lastLine ? allowance : 0, chunks);
            }
        }
        if (chunks.size() == 1) {
            out.append(chunks.get(0));
            return;
        }
        out.append(level == 1 ? "(" : "");
        for (int i = 0; i < chunks.size(); i++) {
            if (i > 0) {
                newLine(indent, "");
            }
            out.append(chunks.get(i));
        }
        out.append(level == 1 ? ")" : "");
    }

    private void words(String line, int indent, int allowance, List<String> chunks) {
        String current = "";
        int at = 0;
        while (at < line.length()) {
            int start = at;
            while (at < line.length() && !Text.isSpace(line.charAt(at))) {
                at++;
            }
            while (at < line.length() && Text.isSpace(line.charAt(at))) {
                at++;
            }
            String part = line.substring(start, at);
            int room = WIDTH - indent - (at == line.length() ? allowance : 0);
            r.step();
            // A line is far shorter than a text can be, so growing it word by word is cheap.
            if (Text.length(repr(current + part)) > room) {
                if (!current.isEmpty()) {
                    chunks.add(repr(current));
                }
                current = part;
            } else {
                current += part;
            }
        }
        if (!current.isEmpty()) {
            chunks.add(repr(current));
        }
    }
}
