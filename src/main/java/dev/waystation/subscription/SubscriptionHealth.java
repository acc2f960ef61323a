package dev.waystation.subscription;

import java.time.Instant;

/**
 * How the endpoint of a subscription has been doing lately. Immutable.
 *
 * @param lastStatus HTTP status of the latest attempt: 0 before the first one, 504 after a timeout, 502 when no answer
 *     came for another reason
 * @param dispatchedAt when the latest attempt was made, or null
 * @param consecutiveFailures deliveries that failed for good since the last success
 * @param failingSince the first failed attempt since the last success, or null while all is well
 */
public record SubscriptionHealth(int lastStatus, Instant dispatchedAt, int consecutiveFailures, Instant failingSince) {

    /** Of a subscription to which nothing was sent yet. */
    public static final SubscriptionHealth NEW = new SubscriptionHealth(0, null, 0, null);

    /** After an attempt that succeeded. */
    public SubscriptionHealth succeeded(int status, Instant at) {
        return new SubscriptionHealth(status, at, 0, null);
    }

    /** After an attempt that failed; {@code forGood} says that its delivery will not be redelivered. */
    public SubscriptionHealth failed(int status, Instant at, boolean forGood) {
        return new SubscriptionHealth(
                status,
                at,
                forGood ? consecutiveFailures + 1 : consecutiveFailures,
                failingSince == null ? at : failingSince);
    }

    /** After a test: what came back is shown, but it says nothing about how deliveries fare. */
    public SubscriptionHealth tested(int status, Instant at) {
        return new SubscriptionHealth(status, at, consecutiveFailures, failingSince);
    }

    /** With a clean slate: nothing failed yet. */
    public SubscriptionHealth revived() {
        return new SubscriptionHealth(lastStatus, dispatchedAt, 0, null);
    }
}
