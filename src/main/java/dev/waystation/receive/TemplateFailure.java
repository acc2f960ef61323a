package dev.waystation.receive;

/** A template could not be rendered, by a fault of the template or of what the request holds. */
public final class TemplateFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * @param message for the owner of the webhook
     * @param line the line of the template, from 1; 0 when it is not known
     */
    public TemplateFailure(String message, int line) {
        super(message);
        this.line = line;
    }

    /** The line of the template, from 1; 0 when it is not known. */
    public int line() {
        return line;
    }
}
