package dev.waystation.receive;

import dev.waystation.receive.signature.VerificationConfig;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * An inbound URL with a template: Prefect Cloud's "webhook", and what Waystation has beyond it. Immutable; a change makes
 * a new one.
 *
 * @param id for good; the resource id in events is made of it
 * @param accountId the tenant, positive
 * @param name for people, never null
 * @param description for people, never null
 * @param enabled whether requests are received
 * @param template makes the event, in Jinja's syntax; {@link WebhookTemplates#DBT} alone makes a run event
 * @param slug the secret part of the URL
 * @param verification how the sender proves who it is
 * @param deduplication how repetitions of the sender are recognised, or null
 * @param redactHeaders whether secrets in headers are hidden in what is stored
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 */
public record Webhook(
        UUID id,
        long accountId,
        String name,
        String description,
        boolean enabled,
        String template,
        Slug slug,
        VerificationConfig verification,
        Deduplication deduplication,
        boolean redactHeaders,
        Instant createdAt,
        Instant updatedAt) {

    public Webhook {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(slug, "slug");
        Objects.requireNonNull(verification, "verification");
    }

    /** The same webhook as somebody wants it now. */
    Webhook changed(Webhooks.Draft draft, Instant at) {
        return new Webhook(
                id,
                accountId,
                draft.name(),
                draft.description(),
                draft.enabled(),
                draft.template(),
                slug,
                draft.verification(),
                draft.deduplication(),
                draft.redactHeaders(),
                createdAt,
                at);
    }

    /** The same webhook under another URL. */
    Webhook at(Slug other, Instant at) {
        return new Webhook(
                id,
                accountId,
                name,
                description,
                enabled,
                template,
                other,
                verification,
                deduplication,
                redactHeaders,
                createdAt,
                at);
    }

    /** What it is made of, to change some of it. */
    public Webhooks.Draft draft() {
        return new Webhooks.Draft(
                accountId, name, description, enabled, template, verification, deduplication, redactHeaders);
    }

    /** Without the slug and the secrets, so that a log line cannot give them away. */
    @Override
    public String toString() {
        return "Webhook[" + id + ", account " + accountId + ", " + name + ", " + (enabled ? "enabled" : "disabled")
                + ", " + verification.scheme().wireName() + ", " + slug + "]";
    }
}
