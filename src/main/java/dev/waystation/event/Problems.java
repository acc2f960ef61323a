package dev.waystation.event;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a body, up to the number that is told. */
final class Problems {
    /** How much of a value is told. It may be personal, or very long. */
    private static final int MAX_ECHO = 40;

    private final List<Problem> list = new ArrayList<>();

    void add(int index, String field, String expected, String found) {
        if (!full()) {
            list.add(new Problem(index, field, expected, found));
        }
    }

    void clear() {
        list.clear();
    }

    int size() {
        return list.size();
    }

    /** Whether no more will be told, so that reading on is of no use. */
    boolean full() {
        return list.size() >= InvalidEventException.MAX_PROBLEMS;
    }

    void throwIfAny() throws InvalidEventException {
        if (!list.isEmpty()) {
            throw new InvalidEventException(list);
        }
    }

    /** The value that a parser is at, in words for the sender. */
    static String describe(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> quote(json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + cut(json.getText());
            default -> json.getText();
        };
    }

    /** A text in quotes, cut, and without characters that could disturb a log or a terminal. */
    static String quote(String text) {
        return '"' + cut(text) + '"';
    }

    static String cut(String text) {
        StringBuilder shown = new StringBuilder();
        int count = 0;
        for (int i = 0; i < text.length(); count++) {
            if (count == MAX_ECHO) {
                return shown.append('…').toString();
            }
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            shown.appendCodePoint(printable(c) ? c : '\uFFFD');
        }
        return shown.toString();
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
