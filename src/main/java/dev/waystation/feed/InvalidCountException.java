package dev.waystation.feed;

/** Events cannot be counted in that way; the message says why, for people. Prefect's server answers 422. */
public final class InvalidCountException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidCountException(String message) {
        super(message, null, false, false);
    }
}
