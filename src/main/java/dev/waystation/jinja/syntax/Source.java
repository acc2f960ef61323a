package dev.waystation.jinja.syntax;

import dev.waystation.jinja.value.PyError;

/** The text of a template with one kind of line end, and the way from an offset in it to line and column. */
public final class Source {
    private final String text;

    /** Normalises a template's text. */
    public Source(String raw) {
        String lines = raw.indexOf('\r') < 0 ? raw : raw.replace("\r\n", "\n").replace('\r', '\n');
        // One line end at the end of a template belongs to the file, not to the text.
        this.text = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }

    /** The normalised text. */
    public String text() {
        return text;
    }

    /** The line of an offset, from 1. */
    public int line(int offset) {
        int line = 1;
        for (int at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
            line++;
        }
        return line;
    }

    /** The column of an offset in its line, from 1, in characters. */
    public int column(int offset) {
        int start = offset == 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
        return text.codePointCount(start, Math.min(offset, text.length())) + 1;
    }

    static PyError error(PyError.Type type, int offset, String message) {
        return new PyError(type, message).at(offset);
    }

    static PyError error(int offset, String message) {
        return error(PyError.Type.SYNTAX, offset, message);
    }
}
