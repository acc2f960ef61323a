package dev.waystation.delivery;

import dev.waystation.event.EventBody;
import java.time.Instant;

/**
 * One event owed to one subscription, claimed by this process. Immutable.
 *
 * @param no the store's number of it; later deliveries have larger numbers
 * @param accountId the tenant
 * @param eventId the same on every attempt; receivers de-duplicate by it
 * @param eventType for example {@code job.run.errored}
 * @param subject the job id, or the resource id of a received event
 * @param body what is sent, but for the subscription's own two fields
 * @param subscriptionNo to whom it is owed
 * @param webhookName the name of the subscription when the event was accepted, so that the bytes stay the same
 * @param attemptsMade attempts that were made already
 * @param lease the token of the claim; every final write names it
 * @param leaseUntil until when nobody else may work on it
 * @param acceptedAt when the event was accepted
 */
public record Delivery(
        long no,
        long accountId,
        String eventId,
        String eventType,
        String subject,
        EventBody body,
        long subscriptionNo,
        String webhookName,
        int attemptsMade,
        long lease,
        Instant leaseUntil,
        Instant acceptedAt) {

    /** The same delivery under a longer lease. */
    public Delivery leasedUntil(Instant until) {
        return new Delivery(
                no,
                accountId,
                eventId,
                eventType,
                subject,
                body,
                subscriptionNo,
                webhookName,
                attemptsMade,
                lease,
                until,
                acceptedAt);
    }

    /** Without the body. */
    @Override
    public String toString() {
        return "Delivery[" + no + ", event " + eventId + ", " + eventType + ", attempts " + attemptsMade + "]";
    }
}
