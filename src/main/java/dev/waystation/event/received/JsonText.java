package dev.waystation.event.received;

/** How large a text is in JSON, where a byte can become six. */
public final class JsonText {

    private JsonText() {}

    /** The longest beginning of the text that takes at most that many bytes as JSON in UTF-8, without its quotes. */
    public static String cut(String text, int bytes) {
        long size = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            size += size(c);
            if (size > bytes) {
                return text.substring(0, i);
            }
            i += Character.charCount(c);
        }
        return text;
    }

    /** The bytes that the text takes as JSON in UTF-8, without its quotes. */
    public static long size(String text) {
        return text.codePoints().mapToLong(JsonText::size).sum();
    }

    private static int size(int c) {
        if (c < 0x20) {
            return c == '\b' || c == '\t' || c == '\n' || c == '\f' || c == '\r' ? 2 : 6;
        }
        if (c < 0x80) {
            return c == '"' || c == '\\' ? 2 : 1;
        }
        return c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
}
