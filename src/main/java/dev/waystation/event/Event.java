package dev.waystation.event;

import java.time.Instant;

/**
 * Something that happened, which Waystation stores and owes to subscriptions: a {@link RunEvent} or a received event.
 * Events are immutable.
 */
public interface Event {

    /** The account (tenant) that the event belongs to, always greater than 0. */
    long accountId();

    /** The id that every attempt of every delivery carries; receivers recognise repetitions by it. Unique per account. */
    String eventId();

    /** What happened, for example {@code job.run.completed}. */
    String eventType();

    /** What it happened to: a job's id or a resource's id. Never null. */
    String subject();

    /** When it happened, as the event itself says. */
    Instant time();

    /** The bytes that are stored and sent. */
    EventBody body();
}
