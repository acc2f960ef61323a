package dev.waystation.camel;

/**
 * The target of a route did not take what was sent. Thrown by a step behind the one that sent; the status decides about
 * redelivery as that of an {@code http} step would.
 */
public final class TargetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String retryAfter;

    /**
     * @param message one sentence for people, without secrets
     * @param status the HTTP status that the target's answer means, or 0 when it means none
     * @param retryAfter the answer's {@code Retry-After} as it came, or null
     */
    public TargetException(String message, int status, String retryAfter) {
        // Without a stack trace: it would only tell of Camel.
        super(message, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** The HTTP status that the target's answer means, or 0. */
    public int status() {
        return status;
    }

    /** The answer's {@code Retry-After} as it came, or null. */
    public String retryAfter() {
        return retryAfter;
    }
}
