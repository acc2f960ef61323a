package dev.waystation.source;

/** A file that is no {@code run_results.json} of dbt's, or one that lacks what an event needs. The message is for people. */
public final class UnreadableRunResultsException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableRunResultsException(String message) {
        super(message);
    }
}
