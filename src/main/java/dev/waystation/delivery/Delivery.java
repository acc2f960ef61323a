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
 * @param uncounted attempts among those made that the redelivery schedule does not count, because a person asked for them
 * @param rendered what the subscription's template made of the event, or null; not copied
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
        Instant acceptedAt,
        int uncounted,
        byte[] rendered) {

    /** A delivery that is sent as the event is, and whose attempts all count. */
    public Delivery(
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
        this(
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
                leaseUntil,
                acceptedAt,
                0,
                null);
    }

    /** The same delivery with the body that the template made. */
    Delivery withRendered(byte[] bytes) {
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
                leaseUntil,
                acceptedAt,
                uncounted,
                bytes);
    }

    /** The bytes to send to the subscription with this id: the same on each attempt. */
    public byte[] bytes(String subscriptionId) {
        return rendered != null ? rendered : body.forWebhook(subscriptionId, webhookName);
    }

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
                acceptedAt,
                uncounted,
                rendered);
    }

    /** Without the body. */
    @Override
    public String toString() {
        return "Delivery[" + no + ", event " + eventId + ", " + eventType + ", attempts " + attemptsMade + "]";
    }
}
