package dev.waystation.jinja;

/**
 * The only exception of this package: why a template cannot be read or rendered, and where. Its message is for the
 * template's author and can be shown to callers; it never has a cause or a stack trace.
 */
public final class TemplateError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of error it is. */
    public enum Kind {
        /** The template cannot be read. */
        SYNTAX,
        /** It failed on the values that it was given. */
        RENDER,
        /** It took more than it may: output, steps, time, memory, depth. */
        LIMIT,
        /** It reached for something that templates may not touch. */
        SECURITY
    }

    private final Kind kind;
    private final String detail;
    private final String sourceName;
    private final String source;
    private final int line;
    private final int column;

    TemplateError(Kind kind, String detail, String sourceName, String source, int line, int column) {
        super(describe(detail, sourceName, line, column), null, false, false);
        this.kind = kind;
        this.detail = detail;
        this.sourceName = sourceName;
        this.source = source;
        this.line = line;
        this.column = column;
    }

    private static String describe(String detail, String sourceName, int line, int column) {
        return line == 0 ? detail : detail + " (" + sourceName + ", line " + line + ", column " + column + ")";
    }

    /** What kind of error it is. */
    public Kind kind() {
        return kind;
    }

    /** What is wrong, without the place; begins with the name that Python gives the error, if it is not a syntax error. */
    public String detail() {
        return detail;
    }

    /** The name that the template was given, such as a file's. */
    public String sourceName() {
        return sourceName;
    }

    /** The text of the template. */
    public String source() {
        return source;
    }

    /** The line, from 1; 0 if the error is not at any one place. */
    public int line() {
        return line;
    }

    /** The column in the line, from 1, in characters; 0 if the error is not at any one place. */
    public int column() {
        return column;
    }
}
