package dev.waystation.camel.receive;

/** A request at a webhook's URL that is answered with a status and nothing else. */
final class RefusedReceiptException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String outcome;

    /**
     * @param status of HTTP
     * @param outcome the word that it is counted under
     */
    RefusedReceiptException(int status, String outcome) {
        super(outcome, null, false, false);
        this.status = status;
        this.outcome = outcome;
    }

    int status() {
        return status;
    }

    String outcome() {
        return outcome;
    }
}
