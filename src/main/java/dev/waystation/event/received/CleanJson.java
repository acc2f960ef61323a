package dev.waystation.event.received;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Python's JSON allows what RFC 8259 and UTF-8 cannot say; this makes it sayable. */
public final class CleanJson {

    private CleanJson() {}

    /** The same map with every value cleaned. */
    public static Map<String, Object> map(Map<?, ?> map) {
        Map<String, Object> clean = new LinkedHashMap<>();
        map.forEach((key, value) -> clean.put(text(String.valueOf(key)), value(value)));
        return clean;
    }

    private static Object value(Object value) {
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        if (value instanceof List<?> list) {
            List<Object> clean = new ArrayList<>(list.size());
            list.forEach(item -> clean.add(value(item)));
            return clean;
        }
        return value instanceof Double number && !Double.isFinite(number) ? null : value;
    }

    /** Halves of surrogate pairs, which UTF-8 has no bytes for, become U+FFFD. */
    public static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceHalves(text);
            }
        }
        return text;
    }

    private static String replaceHalves(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
