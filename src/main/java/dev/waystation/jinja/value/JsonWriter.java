package dev.waystation.jinja.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Writes JSON as Python's {@code json.dumps} does, in ASCII, with sorted keys if asked for. */
public final class JsonWriter {
    private final Rendering r;
    private final TextBuilder out;
    private final boolean sorted;
    private final String indent;
    private final boolean htmlSafe;
    private int level;

    /** A writer; indent null means all on one line, htmlSafe that no character means anything in HTML. */
    public JsonWriter(Rendering r, boolean sorted, String indent, boolean htmlSafe) {
        this.r = r;
        this.out = new TextBuilder(r);
        this.sorted = sorted;
        this.indent = indent;
        this.htmlSafe = htmlSafe;
    }

    /** The JSON text of a value; a TypeError if it has none. */
    public String write(Object value) {
        append(value);
        return out.toString();
    }

    private void append(Object value) {
        r.step();
        if (Values.isText(value)) {
            string(Values.text(value));
        } else if (value instanceof Boolean b) {
            out.append(b ? "true" : "false");
        } else if (value == None.NONE) {
            out.append("null");
        } else if (value instanceof Double d) {
            out.append(number(d));
        } else if (value instanceof BigInteger big) {
            out.append(Repr.digits(r, big));
        } else if (value instanceof Long) {
            out.append(value.toString());
        } else if (value instanceof PySequence sequence) {
            sequence(sequence);
        } else if (value instanceof PyDict dict) {
            dict(dict);
        } else {
            throw PyError.type("Object of type " + Values.typeName(value) + " is not JSON serializable");
        }
    }

    private static String number(double d) {
        if (Double.isNaN(d)) {
            return "NaN";
        }
        return Double.isInfinite(d) ? (d > 0 ? "Infinity" : "-Infinity") : Floats.shortest(d);
    }

    private void sequence(PySequence sequence) {
        if (sequence.size() == 0) {
            out.append("[]");
            return;
        }
        open('[');
        for (int i = 0; i < sequence.size(); i++) {
            separate(i);
            append(sequence.get(i));
        }
        close(']');
    }

    private void dict(PyDict dict) {
        if (dict.length() == 0) {
            out.append("{}");
            return;
        }
        List<Object> keys = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        r.items(2L * dict.length());
        dict.each(r, (key, value) -> {
            keys.add(key);
            values.add(value);
        });
        List<Object> order = new ArrayList<>();
        for (long i = 0; i < keys.size(); i++) {
            order.add(i);
        }
        if (sorted) {
            order = Comparison.sorted(r, order, keys, false);
        }
        open('{');
        for (int i = 0; i < order.size(); i++) {
            int at = (int) (long) (Long) order.get(i);
            separate(i);
            string(key(keys.get(at)));
            out.append(": ");
            append(values.get(at));
        }
        close('}');
    }

    private String key(Object key) {
        if (Values.isText(key)) {
            return Values.text(key);
        }
        if (key instanceof Boolean b) {
            return b ? "true" : "false";
        }
        if (key == None.NONE) {
            return "null";
        }
        if (key instanceof Double d) {
            return number(d);
        }
        if (Numbers.isInt(key)) {
            return Repr.of(r, key);
        }
        throw PyError.type("keys must be str, int, float, bool or None, not " + Values.typeName(key));
    }

    private void open(char bracket) {
        r.enter(1);
        level++;
        out.append(bracket);
    }

    private void separate(int index) {
        if (index > 0) {
            out.append(indent == null ? ", " : ",");
        }
        newLine();
    }

    private void close(char bracket) {
        level--;
        newLine();
        out.append(bracket);
        r.leave(1);
    }

    private void newLine() {
        if (indent != null) {
            out.append('\n');
            for (int i = 0; i < level; i++) {
                out.append(indent);
            }
        }
    }

    private void string(String text) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            String escape = escape(text.charAt(i));
            if (escape != null) {
                out.append(text.substring(plain, i)).append(escape);
                plain = i + 1;
            }
        }
        out.append(plain == 0 ? text : text.substring(plain)).append('"');
    }

    private String escape(char c) {
        switch (c) {
            case '"':
                return "\\\"";
            case '\\':
                return "\\\\";
            case '\n':
                return "\\n";
            case '\r':
                return "\\r";
            case '\t':
                return "\\t";
            case '\f':
                return "\\f";
            case '\b':
                return "\\b";
            case '<', '>', '&', '\'':
                return htmlSafe ? unicode(c) : null;
            default:
                return c < 0x20 || c > 0x7E ? unicode(c) : null;
        }
    }

    private static String unicode(char c) {
        String hex = Integer.toHexString(c);
        return "\\u" + "0000".substring(hex.length()) + hex;
    }
}
