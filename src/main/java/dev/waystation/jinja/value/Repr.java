package dev.waystation.jinja.value;

import java.math.BigInteger;

/** Python's {@code repr()}. */
public final class Repr {
    private Repr() {}

    /** The repr of any value. */
    public static String of(Rendering r, Object value) {
        TextBuilder out = new TextBuilder(r);
        append(r, value, out);
        return out.toString();
    }

    /** Appends the repr of any value. */
    public static void append(Rendering r, Object value, TextBuilder out) {
        if (value instanceof String text) {
            string(text, out);
        } else if (value instanceof PyObject object) {
            object.repr(r, out);
        } else {
            out.append(scalar(r, value));
        }
    }

    /** Text of a bool or number, the same for repr and str. */
    static String scalar(Rendering r, Object value) {
        if (value instanceof Boolean b) {
            return b ? "True" : "False";
        }
        if (value instanceof Double d) {
            return Floats.shortest(d);
        }
        return value instanceof BigInteger big ? digits(r, big) : value.toString();
    }

    /** An int in decimal; a ValueError where Python finds it too long. */
    public static String digits(Rendering r, BigInteger value) {
        if (value.bitLength() > 14_290) {
            throw PyError.value("Exceeds the limit (4300 digits) for integer string conversion");
        }
        r.steps(1 + value.bitLength() / 64);
        String digits = value.toString();
        if (digits.length() - (value.signum() < 0 ? 1 : 0) > Numbers.MAXIMUM_DIGITS) {
            throw PyError.value("Exceeds the limit (4300 digits) for integer string conversion");
        }
        return digits;
    }

    /** A text as a Python literal. */
    public static void string(String text, TextBuilder out) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        int plain = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int width = Character.charCount(c);
            if (c == quote || c == '\\' || c < 0x20 || c >= 0x7F && !printable(c)) {
                out.append(text.substring(plain, i));
                escape(c, out);
                plain = i + width;
            }
            i += width;
        }
        out.append(plain == 0 ? text : text.substring(plain)).append(quote);
    }

    private static void escape(int c, TextBuilder out) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\', '\'', '"' -> out.append('\\').append((char) c);
            default -> {
                String hex = Integer.toHexString(c);
                String form = c < 0x100 ? "\\x00" : c < 0x10000 ? "\\u0000" : "\\U00000000";
                out.append(form.substring(0, form.length() - hex.length())).append(hex);
            }
        }
    }

    /** Python's {@code str.isprintable} of one character. */
    public static boolean printable(int c) {
        if (c < 0x7F) {
            return c >= 0x20;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
