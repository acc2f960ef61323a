package dev.waystation.feed;

import dev.waystation.event.received.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A search as people type it. Terms are separated by blanks; an event has to hold one of them. {@code "…"} makes one term of
 * several words, with {@code \"} and {@code \\} for a quote and a backslash in it. {@code -} or {@code !} in front of a term
 * means that the event must not hold it, {@code +} that it must.
 *
 * @param query as typed
 * @param include one of these, if there are any
 * @param exclude none of these
 * @param required all of these
 */
record TextQuery(String query, List<String> include, List<String> exclude, List<String> required) {

    /** Asks nothing. */
    static final TextQuery NONE = new TextQuery("", List.of(), List.of(), List.of());

    /** Every text is a query; what cannot be meant is passed over. */
    static TextQuery of(String query) {
        List<String> include = new ArrayList<>();
        List<String> exclude = new ArrayList<>();
        List<String> required = new ArrayList<>();
        int i = 0;
        while (i < query.length()) {
            char sign = query.charAt(i);
            List<String> kind =
                    switch (sign) {
                        case '-', '!' -> exclude;
                        case '+' -> required;
                        default -> include;
                    };
            if (isBlank(sign)) {
                i++;
                continue;
            }
            if (kind != include) {
                i++;
                if (i == query.length() || isBlank(query.charAt(i))) {
                    continue;
                }
            }
            int start = i;
            if (query.charAt(i) == '"') {
                i = phraseEnd(query, start + 1);
                String phrase = unescape(query.substring(start + 1, i));
                if (!phrase.isBlank()) {
                    kind.add(phrase);
                }
                i++;
            } else {
                while (i < query.length() && !isBlank(query.charAt(i)) && query.charAt(i) != '"') {
                    i++;
                }
                kind.add(query.substring(start, i));
            }
        }
        return new TextQuery(query, List.copyOf(include), List.copyOf(exclude), List.copyOf(required));
    }

    /** Whether it asks nothing. */
    boolean isBlank() {
        return include.isEmpty() && exclude.isEmpty() && required.isEmpty();
    }

    /** Whether the event's name, a label's value or the payload holds what is sought. Case does not matter. */
    boolean matches(ReceivedEvent event) {
        if (isBlank()) {
            return true;
        }
        String text = lower(searchable(event));
        return (include.isEmpty() || include.stream().anyMatch(term -> text.contains(lower(term))))
                && exclude.stream().noneMatch(term -> text.contains(lower(term)))
                && required.stream().allMatch(term -> text.contains(lower(term)));
    }

    /** The payload is searched as JSON, so with its keys; texts in it are not escaped, since nobody types escapes. */
    private static String searchable(ReceivedEvent event) {
        StringBuilder text = new StringBuilder(event.body().stored().length);
        text.append(event.eventType());
        event.resource().values().forEach(value -> text.append(' ').append(value));
        event.related().forEach(resource -> resource.values()
                .forEach(value -> text.append(' ').append(value)));
        append(event.payload(), text.append(' '));
        return text.toString();
    }

    private static void append(Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator).append('"').append(entry.getKey()).append("\": ");
                append(entry.getValue(), text);
                separator = ", ";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object item : list) {
                append(item, text.append(separator));
                separator = ", ";
            }
            text.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof String string) {
            text.append('"').append(string).append('"');
        } else {
            text.append(value);
        }
    }

    /** Where the closing quote is, or the end of a query that lacks it. */
    private static int phraseEnd(String query, int from) {
        int i = from;
        while (i < query.length() && query.charAt(i) != '"') {
            i += query.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, query.length());
    }

    private static String unescape(String phrase) {
        StringBuilder text = new StringBuilder(phrase.length());
        for (int i = 0; i < phrase.length(); i++) {
            char c = phrase.charAt(i);
            boolean escape = c == '\\'
                    && i + 1 < phrase.length()
                    && (phrase.charAt(i + 1) == '"' || phrase.charAt(i + 1) == '\\');
            text.append(escape ? phrase.charAt(++i) : c);
        }
        return text.toString();
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
