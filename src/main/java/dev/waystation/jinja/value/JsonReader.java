package dev.waystation.jinja.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON as Python's {@code json.loads} does: the last of duplicate keys wins, ints are exact, {@code NaN} and
 * {@code Infinity} are numbers. Gives plain Java objects.
 */
public final class JsonReader {
    private static final int MAXIMUM_DEPTH = 500;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** Reads a whole text; a ValueError with the position if it is not JSON. */
    public static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        reader.space();
        Object value = reader.value();
        reader.space();
        if (reader.at < text.length()) {
            throw reader.bad("extra data");
        }
        return value;
    }

    private PyError bad(String what) {
        int line = 1;
        int start = 0;
        int end = Math.min(at, text.length());
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return PyError.value("not JSON: " + what + " at line " + line + " column " + (end - start + 1));
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private Object value() {
        switch (peek()) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            case 'N':
                return word("NaN", Double.NaN);
            case 'I':
                return word("Infinity", Double.POSITIVE_INFINITY);
            default:
                if (text.startsWith("-Infinity", at)) {
                    return word("-Infinity", Double.NEGATIVE_INFINITY);
                }
                return number();
        }
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw bad("expecting a value");
        }
        at += word.length();
        return meaning;
    }

    private Map<String, Object> object() {
        enter();
        Map<String, Object> object = new LinkedHashMap<>();
        space();
        if (peek() == '}') {
            at++;
            depth--;
            return object;
        }
        while (true) {
            if (peek() != '"') {
                throw bad("expecting a property name in double quotes");
            }
            String key = string();
            space();
            if (peek() != ':') {
                throw bad("expecting ':'");
            }
            at++;
            space();
            object.put(key, value());
            if (ends('}')) {
                return object;
            }
        }
    }

    private List<Object> array() {
        enter();
        List<Object> array = new ArrayList<>();
        space();
        if (peek() == ']') {
            at++;
            depth--;
            return array;
        }
        while (true) {
            array.add(value());
            if (ends(']')) {
                return array;
            }
        }
    }

    private void enter() {
        if (++depth > MAXIMUM_DEPTH) {
            throw bad("nested more than " + MAXIMUM_DEPTH + " deep");
        }
        at++;
    }

    /** Whether an object or array ends here; if not, goes past the comma. */
    private boolean ends(char close) {
        space();
        char c = peek();
        if (c == close) {
            at++;
            depth--;
            return true;
        }
        if (c != ',') {
            throw bad("expecting ',' or '" + close + "'");
        }
        at++;
        space();
        return false;
    }

    private String string() {
        int start = ++at;
        StringBuilder out = null;
        while (true) {
            if (at >= text.length()) {
                throw bad("unterminated string");
            }
            char c = text.charAt(at);
            if (c == '"') {
                String end = text.substring(start, at++);
                return out == null ? end : out.append(end).toString();
            }
            if (c < 0x20) {
                throw bad("invalid control character");
            }
            if (c == '\\') {
                out = out == null ? new StringBuilder() : out;
                out.append(text, start, at++);
                out.append(escaped());
                start = at;
            } else {
                at++;
            }
        }
    }

    private char escaped() {
        char c = peek();
        at++;
        switch (c) {
            case '"', '\\', '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
                    if (digit < 0) {
                        throw bad("invalid \\uXXXX escape");
                    }
                    code = code * 16 + digit;
                    at++;
                }
                return (char) code;
            default:
                at--;
                throw bad("invalid \\escape");
        }
    }

    private Object number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else if (digits() == 0) {
            at = start;
            throw bad("expecting a value");
        }
        int whole = at;
        if (peek() == '.') {
            at++;
            if (digits() == 0) {
                at = whole;
            }
        }
        int fraction = at;
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            if (digits() == 0) {
                at = fraction;
            }
        }
        String number = text.substring(start, at);
        if (at > whole) {
            return Double.valueOf(number);
        }
        return number.length() < 18 ? (Object) Long.valueOf(number) : Numbers.parseInt(number, 10);
    }

    private int digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at - start;
    }
}
