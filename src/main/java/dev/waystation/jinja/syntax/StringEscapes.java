package dev.waystation.jinja.syntax;

import dev.waystation.jinja.value.PyError;

/** The escapes of a string literal: Python's, including {@code \N{SNOWMAN}} and octal ones. */
final class StringEscapes {
    private StringEscapes() {}

    /** The value of a literal's inside. */
    static String resolve(String literal) {
        if (literal.indexOf('\\') < 0) {
            return literal;
        }
        String text = ascii(literal);
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = text.charAt(i++);
            switch (kind) {
                case '\n' -> {}
                case '\\', '\'', '"' -> out.append(kind);
                case 'a' -> out.append('\u0007');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'v' -> out.append('\u000B');
                case 'x' -> i = hex(text, i, 2, out);
                case 'u' -> i = hex(text, i, 4, out);
                case 'U' -> i = hex(text, i, 8, out);
                case 'N' -> i = named(text, i, out);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> i = octal(text, i - 1, out);
                default -> out.append('\\').append(kind);
            }
        }
        return out.toString();
    }

    /** Jinja lets Python escape what is not ASCII before it resolves escapes, which shows after a backslash. */
    private static String ascii(String literal) {
        if (literal.chars().allMatch(c -> c < 128)) {
            return literal;
        }
        StringBuilder out = new StringBuilder();
        literal.codePoints().forEach(c -> {
            if (c < 128) {
                out.append((char) c);
            } else {
                out.append(
                        c < 0x100
                                ? String.format("\\x%02x", c)
                                : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
            }
        });
        return out.toString();
    }

    private static int hex(String text, int from, int digits, StringBuilder out) {
        int end = from;
        long code = 0;
        while (end < text.length() && end < from + digits && Character.digit(text.charAt(end), 16) >= 0) {
            code = code * 16 + Character.digit(text.charAt(end++), 16);
        }
        if (end < from + digits || code > Character.MAX_CODE_POINT) {
            throw new PyError(PyError.Type.SYNTAX, "a hexadecimal escape needs " + digits + " digits of a character");
        }
        out.appendCodePoint((int) code);
        return end;
    }

    private static int octal(String text, int from, StringBuilder out) {
        int end = from;
        int code = 0;
        while (end < text.length() && end < from + 3 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
            code = code * 8 + text.charAt(end++) - '0';
        }
        out.append((char) code);
        return end;
    }

    private static int named(String text, int from, StringBuilder out) {
        int close = text.startsWith("{", from) ? text.indexOf('}', from) : -1;
        if (close < 0) {
            throw new PyError(PyError.Type.SYNTAX, "malformed \\N character escape");
        }
        try {
            out.appendCodePoint(Character.codePointOf(text.substring(from + 1, close)));
        } catch (IllegalArgumentException e) {
            throw new PyError(PyError.Type.SYNTAX, "unknown Unicode character name");
        }
        return close + 1;
    }
}
