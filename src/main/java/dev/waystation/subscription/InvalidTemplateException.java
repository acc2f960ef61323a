package dev.waystation.subscription;

/** A template or an expression that cannot be read. The message is for its author. */
public final class InvalidTemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param detail what is wrong
     * @param line from 1; 0 when it is not at any one place
     * @param column from 1
     */
    InvalidTemplateException(String detail, int line, int column) {
        super(line == 0 ? detail : detail + " (line " + line + ", column " + column + ")", null, false, false);
    }
}
