package dev.waystation.event;

import java.util.Arrays;

/**
 * A growing array of UTF-8 bytes with compact JSON in it. Strings are escaped as little as JSON allows, like dbt's own
 * payloads: quotes, backslashes and control characters, nothing else. Not safe for use by several threads.
 */
final class JsonBytes {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes;
    private int size;

    JsonBytes(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, size);
    }

    void raw(char c) {
        ensure(1);
        bytes[size++] = (byte) c;
    }

    void raw(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    void raw(JsonBytes more) {
        ensure(more.size);
        System.arraycopy(more.bytes, 0, bytes, size, more.size);
        size += more.size;
    }

    /** Text that is already JSON and has only ASCII characters, such as a number. */
    void ascii(String text) {
        int length = text.length();
        ensure(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    /** A JSON string. */
    void string(String text) {
        int length = text.length();
        ensure(length + 2);
        bytes[size++] = '"';
        int i = 0;
        // Most strings have nothing to escape: these are done in one narrow loop, without a check of the room left.
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                break;
            }
            bytes[size++] = (byte) c;
        }
        for (; i < length; i++) {
            char c = text.charAt(i);
            ensure(7);
            if (c < 0x80) {
                asciiCharacter(c);
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xC0 | c >> 6);
                bytes[size++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                bytes[size++] = (byte) (0xE0 | c >> 12);
                bytes[size++] = (byte) (0x80 | c >> 6 & 0x3F);
                bytes[size++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                bytes[size++] = (byte) (0xF0 | point >> 18);
                bytes[size++] = (byte) (0x80 | point >> 12 & 0x3F);
                bytes[size++] = (byte) (0x80 | point >> 6 & 0x3F);
                bytes[size++] = (byte) (0x80 | point & 0x3F);
            } else {
                // Half of a pair has no UTF-8 form; as an escape it stays what it was.
                unicodeEscape(c);
            }
        }
        raw('"');
    }

    private void asciiCharacter(char c) {
        switch (c) {
            case '"', '\\' -> escape(c);
            case '\b' -> escape('b');
            case '\f' -> escape('f');
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\t' -> escape('t');
            default -> {
                if (c < ' ') {
                    unicodeEscape(c);
                } else {
                    bytes[size++] = (byte) c;
                }
            }
        }
    }

    private void escape(char letter) {
        bytes[size++] = '\\';
        bytes[size++] = (byte) letter;
    }

    private void unicodeEscape(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        bytes[size++] = HEX[c >> 12];
        bytes[size++] = HEX[c >> 8 & 0xF];
        bytes[size++] = HEX[c >> 4 & 0xF];
        bytes[size++] = HEX[c & 0xF];
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
