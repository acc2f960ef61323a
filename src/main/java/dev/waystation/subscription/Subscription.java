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
 * @param options what it says beyond dbt Cloud's API
 * @param retired the secret before a rotation, or null
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
        Instant updatedAt,
        SubscriptionOptions options,
        RetiredSecret retired) {

    /**
     * The secret before the present one, with which is signed too for a while.
     *
     * @param secret as {@link Subscription#secret()}
     * @param until from when on it is used no more
     */
    public record RetiredSecret(String secret, Instant until) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "RetiredSecret[until " + until + "]";
        }
    }

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

    /** A subscription as dbt Cloud knows it: without options, with one secret. */
    public Subscription(
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
        this(
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
                active,
                deactivateReason,
                createdAt,
                updatedAt,
                SubscriptionOptions.NONE,
                null);
    }

    /** The same subscription, switched off for the given reason. */
    public Subscription deactivated(String reason, Instant at) {
        return with(name, description, eventTypes, jobIds, clientUrl, secret, false, reason, at, options, retired);
    }

    /** The same subscription, as somebody wants it now. It keeps its secrets; the reason why it was off is forgotten. */
    Subscription changed(Subscriptions.Draft draft, boolean activeNow, String reason, Instant at) {
        return with(
                draft.name(),
                draft.description(),
                draft.eventTypes(),
                draft.jobIds(),
                draft.clientUrl(),
                secret,
                activeNow,
                reason,
                at,
                draft.options(),
                retired);
    }

    /** The same subscription with a new secret; until {@code overlapEnd} it also signs with the present one. */
    Subscription rotated(String newSecret, Instant overlapEnd, Instant at) {
        RetiredSecret old = overlapEnd.isAfter(at) ? new RetiredSecret(secret, overlapEnd) : null;
        return with(
                name,
                description,
                eventTypes,
                jobIds,
                clientUrl,
                newSecret,
                active,
                deactivateReason,
                at,
                options,
                old);
    }

    private Subscription with(
            String newName,
            String newDescription,
            List<String> newTypes,
            List<String> newJobs,
            String newUrl,
            String newSecret,
            boolean activeNow,
            String reason,
            Instant at,
            SubscriptionOptions newOptions,
            RetiredSecret old) {
        return new Subscription(
                no,
                id,
                accountId,
                newName,
                newDescription,
                newTypes,
                newJobs,
                destination,
                newUrl,
                newSecret,
                activeNow,
                reason,
                createdAt,
                at,
                newOptions,
                old);
    }

    /** The secrets to sign with at that time: the present one first. */
    public List<String> secretsAt(Instant time) {
        return retired != null && time.isBefore(retired.until()) ? List.of(secret, retired.secret()) : List.of(secret);
    }

    /** Without the secret, so that a log line cannot give it away. */
    @Override
    public String toString() {
        return "Subscription[" + id + ", account " + accountId + ", " + name + ", " + eventTypes + ", jobs " + jobIds
                + ", " + destination + ", " + (active ? "active" : "inactive") + "]";
    }
}
