package dev.waystation.receive;

/** A webhook cannot be kept as it was asked for. The message is for people and says what was expected. */
public final class InvalidWebhookException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final int line;

    /**
     * @param field which field, as in the API
     * @param message what is wrong and what was expected
     * @param line the line of a template, from 1; 0 when there is none
     */
    public InvalidWebhookException(String field, String message, int line) {
        super(message, null, false, false);
        this.field = field;
        this.line = line;
    }

    /** Which field: {@code template} or {@code deduplication.key}. */
    public String field() {
        return field;
    }

    /** The line of the template, from 1; 0 when there is none. */
    public int line() {
        return line;
    }
}
