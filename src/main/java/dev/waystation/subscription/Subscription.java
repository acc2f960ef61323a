package dev.waystation.subscription;

import java.time.Instant;
import java.util.List;

/**
 * Who wants which events where: dbt Cloud's "webhook subscription". Immutable; a change makes a new one.
 *
 * @param no the store's own short number of it, which deliveries carry instead of {@code id}
 * @param id {@code wsu_} and a KSUID
 * @param accountId the tenant, positive
 * @param name for people, and sent to the endpoint as {@code webhookName}
 * @param description for people, never null
 * @param eventTypes the event types that are wanted, at least one
 * @param jobIds the jobs that are wanted, as decimal strings; empty means every job, also later ones
 * @param destination where a delivery ends: at an HTTP endpoint or at a route of this process
 * @param clientUrl the endpoint's address; for a route the URI of its consumer
 * @param secret signs what is sent: the whole text in dbt's scheme, the decoded part after {@code whsec_} in Standard
 *     Webhooks'; never logged
 * @param active whether new events cause deliveries, and whether owed ones are attempted
 * @param deactivateReason why Waystation switched it off, or null
 * @param createdAt when it was made
 * @param updatedAt when it was last changed by a person or switched off
 */
public record Subscription(
        long no,
        String id,
        long accountId,
        String name,
        String description,
        List<String> eventTypes,
        List<String> jobIds,
        Destination destination,
        String clientUrl,
        String secret,
        boolean active,
        String deactivateReason,
        Instant createdAt,
        Instant updatedAt) {

    /** Where the deliveries of a subscription end. */
    public enum Destination {
        /** An HTTP endpoint, reached by the deliver route. */
        HTTP,
        /** A Camel route of this process that starts with {@code events:subscribe}. */
        ROUTE
    }

    public Subscription {
        eventTypes = List.copyOf(eventTypes);
        jobIds = List.copyOf(jobIds);
    }

    /** The same subscription, switched off for the given reason. */
    public Subscription deactivated(String reason, Instant at) {
        return new Subscription(
                no,
                id,
                accountId,
                name,
                description,
                eventTypes,
                jobIds,
                destination,
                clientUrl,
                secret,
                false,
                reason,
                createdAt,
                at);
    }

    /** Without the secret, so that a log line cannot give it away. */
    @Override
    public String toString() {
        return "Subscription[" + id + ", account " + accountId + ", " + name + ", " + eventTypes + ", jobs " + jobIds
                + ", " + destination + ", " + (active ? "active" : "inactive") + "]";
    }
}
