package dev.waystation.receive.signature;

import java.util.Objects;

/**
 * What a verifier found.
 *
 * @param outcome the finding
 * @param reason for the log and for the owner of the webhook; it never holds a secret, an expected MAC or a value from the
 *     request, so it may be shown. A caller gets none of it.
 */
public record Verdict(Outcome outcome, String reason) {

    /** The four findings. Only {@link #VALID} lets a request in; the others are 401. */
    public enum Outcome {
        /** The request is from a holder of a live secret, and recent where the scheme signs a time. */
        VALID,
        /** A header that the scheme needs was not sent. */
        MISSING,
        /** The proof was sent and is wrong or unreadable. */
        WRONG,
        /** The proof is right, but its time is out of tolerance or its secret has expired. */
        EXPIRED
    }

    public Verdict {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
    }

    /** Whether the request may go on. */
    public boolean valid() {
        return outcome == Outcome.VALID;
    }

    static Verdict valid(String reason) {
        return new Verdict(Outcome.VALID, reason);
    }

    static Verdict missing(String reason) {
        return new Verdict(Outcome.MISSING, reason);
    }

    static Verdict wrong(String reason) {
        return new Verdict(Outcome.WRONG, reason);
    }

    static Verdict expired(String reason) {
        return new Verdict(Outcome.EXPIRED, reason);
    }
}
