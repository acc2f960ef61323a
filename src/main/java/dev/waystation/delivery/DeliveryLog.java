package dev.waystation.delivery;

import dev.waystation.event.EventBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be read about deliveries, past and pending. Reads what is committed; safe for use by several threads. */
public interface DeliveryLog {

    /** How far back the list of a subscription's deliveries goes. */
    int MOST = 1_000;

    /** How a delivery stands. */
    enum Status {
        /** Owed still: not attempted yet, or waiting for its redelivery. */
        PENDING,
        /** An attempt succeeded. */
        SUCCEEDED,
        /** Failed for good. */
        FAILED
    }

    /**
     * One delivery.
     *
     * @param no its number
     * @param body the event as stored
     * @param rendered what the subscription's template made of it, or null
     * @param webhookName the subscription's name when the event was accepted
     * @param attempts made so far
     * @param nextAttemptAt when the next is due, or until when one that runs now may take; null when finished
     * @param lastStatus what the latest attempt came to, as dbt reports it; 0 before the first
     */
    record Entry(
            long no,
            long accountId,
            String eventId,
            String eventType,
            String subject,
            EventBody body,
            byte[] rendered,
            long subscriptionNo,
            String webhookName,
            Status status,
            int attempts,
            Instant acceptedAt,
            Instant nextAttemptAt,
            int lastStatus) {

        /** The bytes that are sent to the subscription with this id. */
        public byte[] bytes(String subscriptionId) {
            return rendered != null ? rendered : body.forWebhook(subscriptionId, webhookName);
        }

        /** Without the body, which holds people's e-mail addresses. */
        @Override
        public String toString() {
            return "Entry[" + no + ", event " + eventId + ", " + status + ", attempts " + attempts + "]";
        }
    }

    /**
     * One attempt.
     *
     * @param no its number, from which its delivery's can be told
     * @param deliveryNo its delivery
     * @param number 1 for the first attempt of the delivery
     */
    record LoggedAttempt(long no, long deliveryNo, int number, Attempt attempt) {}

    /**
     * A part of a list.
     *
     * @param total how many there are in all, counted up to {@link #MOST}
     */
    record Page(int total, List<Entry> entries) {}

    /**
     * The deliveries of a subscription, newest first, no more than the newest {@link #MOST}.
     *
     * @param offset how many to leave out
     * @param limit how many to give
     */
    Page deliveries(long subscriptionNo, int offset, int limit);

    /** The deliveries that an event of this account caused, in the order of the subscriptions; none if it is unknown. */
    List<Entry> ofEvent(long accountId, String eventId);

    /** The delivery with this number. */
    Optional<Entry> delivery(long no);

    /** The attempts of a delivery, the latest first. */
    List<LoggedAttempt> attempts(long deliveryNo);

    /** The attempt with this number. */
    Optional<LoggedAttempt> attempt(long no);
}
