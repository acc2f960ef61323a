package dev.waystation.api;

/** A request that is answered with an error. The message is for the caller. */
public final class ApiException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * An error answer.
     *
     * @param status the HTTP status, 4xx or 5xx
     * @param message what is wrong and what to do, in a sentence
     */
    public ApiException(int status, String message) {
        // No stack trace: the fault lies in the request.
        super(message, null, false, false);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
