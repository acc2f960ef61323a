package dev.waystation.feed;

/** A page token that is none, or one of another account. Prefect's server answers 403. The message says no more than that. */
public final class BadPageTokenException extends Exception {

    private static final long serialVersionUID = 1L;

    BadPageTokenException() {
        super("This page token is not valid; ask for the first page again", null, false, false);
    }
}
