package dev.waystation.jinja.value;

import java.math.BigInteger;

/** Python's {@code text % values}. */
public final class PercentFormat {
    private final Rendering r;
    private final boolean safe;
    private final String text;
    private final Object values;
    private final TextBuilder out;
    private int at;
    private int used;

    private PercentFormat(Rendering r, boolean safe, String text, Object values) {
        this.r = r;
        this.safe = safe;
        this.text = text;
        this.values = values;
        this.out = new TextBuilder(r);
    }

    /** Formats; Markup escapes what is put in. */
    public static Object format(Rendering r, Object template, Object values) {
        boolean safe = template instanceof Markup;
        String formatted = new PercentFormat(r, safe, Values.text(template), values).run();
        return safe ? new Markup(formatted) : formatted;
    }

    /** Python's {@code ascii()}. */
    static String ascii(Rendering r, Object value) {
        String repr = Repr.of(r, value);
        StringBuilder ascii = new StringBuilder();
        repr.codePoints().forEach(c -> {
            if (c < 0x80) {
                ascii.append((char) c);
            } else {
                ascii.append(
                        c < 0x100
                                ? String.format("\\x%02x", c)
                                : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
            }
        });
        return ascii.toString();
    }

    private String run() {
        while (at < text.length()) {
            int percent = text.indexOf('%', at);
            if (percent < 0) {
                out.append(text.substring(at));
                break;
            }
            out.append(text.substring(at, percent));
            at = percent + 1;
            conversion();
        }
        if (values instanceof PyTuple tuple ? used < tuple.size() : used == 0 && !isMapping()) {
            throw PyError.type("not all arguments converted during string formatting");
        }
        return out.toString();
    }

    /** Python takes all that has items for a mapping here, except texts and tuples. */
    private boolean isMapping() {
        return values instanceof PyDict
                || values instanceof PyList
                || values instanceof PyRange
                || values instanceof PyBytes
                || values instanceof Undefined;
    }

    private char peek() {
        if (at >= text.length()) {
            throw PyError.value("incomplete format");
        }
        return text.charAt(at);
    }

    private void conversion() {
        if (peek() == '%') {
            out.append('%');
            at++;
            return;
        }
        String key = null;
        if (peek() == '(') {
            int depth = 1;
            int start = ++at;
            while (depth > 0) {
                char c = at < text.length() ? text.charAt(at++) : 0;
                if (c == 0 && at >= text.length()) {
                    throw PyError.value("incomplete format key");
                }
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            key = text.substring(start, at - 1);
            if (!isMapping()) {
                throw PyError.type("format requires a mapping");
            }
        }
        boolean left = false;
        boolean plus = false;
        boolean space = false;
        boolean alternative = false;
        boolean zero = false;
        for (char c = peek(); "-+ #0".indexOf(c) >= 0; c = peek()) {
            left |= c == '-';
            plus |= c == '+';
            space |= c == ' ';
            alternative |= c == '#';
            zero |= c == '0';
            at++;
        }
        long width = number("width");
        if (width < 0) {
            left = true;
            width = -width;
        }
        long precision = -1;
        if (peek() == '.') {
            at++;
            precision = Math.max(0, number("prec"));
        }
        if ("hlL".indexOf(peek()) >= 0) {
            at++;
        }
        char type = peek();
        at++;
        Object value = key == null ? next() : Access.item(r, values, key);
        used = Math.max(used, 1);
        r.text(Math.max(width, precision));
        String body;
        String sign = "";
        switch (type) {
            case 's', 'r', 'a', 'c' -> {
                body = type == 'c' ? character(value) : text(type, value);
                body = precision >= 0 && type != 'c' ? Text.first(body, (int) precision) : body;
                zero = false;
            }
            case 'd', 'i', 'u', 'o', 'x', 'X' -> {
                Object integer = integer(type, value);
                boolean negative = Numbers.clamped(integer) < 0;
                sign = negative ? "-" : plus ? "+" : space ? " " : "";
                body = digits(type, Numbers.big(integer).abs());
                body = "0".repeat((int) Math.max(0, precision - body.length())) + body;
                if (alternative && "oxX".indexOf(type) >= 0) {
                    sign += "0" + type;
                }
            }
            case 'e', 'E', 'f', 'F', 'g', 'G' -> {
                double real = real(value);
                sign = real < 0 || real == 0 && 1 / real < 0 ? "-" : plus ? "+" : space ? " " : "";
                body = real(Math.abs(real), type, precision < 0 ? 6 : (int) precision, alternative);
            }
            default -> throw PyError.value("unsupported format character '" + type + "' at index " + (at - 1));
        }
        pad(sign, body, (int) width, left, zero);
    }

    private void pad(String sign, String body, int width, boolean left, boolean zero) {
        int missing = width - Text.length(sign) - Text.length(body);
        if (!left && !zero) {
            out.repeat(' ', missing);
        }
        out.append(sign);
        if (!left && zero) {
            out.repeat('0', missing);
        }
        out.append(body);
        if (left) {
            out.repeat(' ', missing);
        }
    }

    private long number(String what) {
        if (peek() == '*') {
            at++;
            Object value = next();
            if (!Numbers.isInt(value)) {
                throw PyError.type("* wants int");
            }
            return Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, Numbers.clamped(value)));
        }
        long number = 0;
        for (char c = peek(); c >= '0' && c <= '9'; c = peek()) {
            number = number * 10 + c - '0';
            if (number > Integer.MAX_VALUE) {
                throw PyError.value(what + " too big");
            }
            at++;
        }
        return number;
    }

    private Object next() {
        if (values instanceof PyTuple tuple) {
            if (used >= tuple.size()) {
                throw PyError.type("not enough arguments for format string");
            }
            return tuple.get(used++);
        }
        if (used > 0) {
            throw PyError.type("not enough arguments for format string");
        }
        used++;
        return values;
    }

    private String text(char type, Object value) {
        if (type == 's') {
            return safe ? Markup.escape(r, value).text() : Values.str(r, value);
        }
        String repr = type == 'a' ? ascii(r, value) : Repr.of(r, value);
        return safe ? Markup.escapeText(r, repr) : repr;
    }

    private String character(Object value) {
        if (Values.isText(value) && Text.length(Values.text(value)) == 1) {
            return Values.text(value);
        }
        if (Numbers.isInt(value)) {
            return StrMethods.character(value);
        }
        throw PyError.type("%c requires int or char");
    }

    private Object integer(char type, Object value) {
        if (Numbers.isInt(value)) {
            return value;
        }
        if (value instanceof Double d && "diu".indexOf(type) >= 0) {
            return Numbers.truncated(d);
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        throw PyError.type("%" + type + " format: " + ("diu".indexOf(type) >= 0 ? "a real number" : "an integer")
                + " is required, not " + Values.typeName(value));
    }

    private String digits(char type, BigInteger size) {
        r.text(size.bitLength());
        return switch (type) {
            case 'o' -> size.toString(8);
            case 'x' -> size.toString(16);
            case 'X' -> Text.upper(size.toString(16));
            default -> Repr.digits(r, size);
        };
    }

    private double real(Object value) {
        if (Numbers.isReal(value)) {
            return Numbers.real(value);
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (safe && Values.isText(value)) {
            return Numbers.parseFloat(Values.text(value));
        }
        throw PyError.type("must be real number, not " + Values.typeName(value));
    }

    private String real(double size, char type, int precision, boolean alternative) {
        if (Double.isNaN(size) || Double.isInfinite(size)) {
            String name = Double.isNaN(size) ? "nan" : "inf";
            return Character.isUpperCase(type) ? Text.upper(name) : name;
        }
        return FloatFormat.format(r, size, type, precision, alternative);
    }
}
