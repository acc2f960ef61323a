package dev.waystation.feed;

import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.event.received.RunEventAsReceived;
import java.time.Instant;
import java.util.UUID;

/**
 * A stored event as a {@link FeedStore} finds it.
 *
 * @param no the row's number; larger ones were accepted later
 * @param account the tenant
 * @param eventId the event's own id: for a received event a UUID as {@link UUID#toString} writes it
 * @param type what happened
 * @param subject the job's id or the resource's id, whole
 * @param kind what the body holds
 * @param occurred the event's {@code time()}, cut to microseconds
 * @param accepted when Waystation accepted it, cut to microseconds
 * @param body {@code body().stored()} of the event; null when the bodies were not asked for
 */
public record FeedRow(
        long no,
        long account,
        String eventId,
        String type,
        String subject,
        Kind kind,
        Instant occurred,
        Instant accepted,
        byte[] body) {

    /** What kind of event a row is. */
    public enum Kind {
        /** A {@link dev.waystation.event.RunEvent}. */
        RUN,
        /** A {@link ReceivedEvent}. */
        RECEIVED
    }

    /** The id that the event has in the feed. */
    public UUID id() {
        return kind == Kind.RUN ? RunEventAsReceived.id(account, eventId) : UUID.fromString(eventId);
    }

    /** The {@code prefect.resource.id} that the event has in the feed. */
    public String resourceId() {
        return kind == Kind.RUN ? RunEventAsReceived.resourceId(subject) : subject;
    }

    /**
     * The event as the feed shows it.
     *
     * @throws IllegalArgumentException if the body is not of the kind that the row says
     * @throws IllegalStateException if the row was read without its body
     */
    public ReceivedEvent event() {
        if (body == null) {
            throw new IllegalStateException("event " + no + " was read without its body");
        }
        return kind == Kind.RUN
                ? RunEventAsReceived.of(account, body, accepted)
                : ReceivedEvent.fromJson(account, body);
    }
}
