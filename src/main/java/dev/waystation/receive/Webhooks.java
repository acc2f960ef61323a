package dev.waystation.receive;

import dev.waystation.receive.signature.VerificationConfig;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The webhooks of all accounts, held in memory and kept in the store. A change counts for the next request after the
 * method returned. Safe for use by several threads.
 */
public final class Webhooks {

    private final WebhookStore store;
    private final Function<Webhook, Receiver> receivers;
    private final WebhookTemplates templates;
    private final Clock clock;
    private final Map<UUID, Webhook> byId = new ConcurrentHashMap<>();

    /** By the hash of the slug, so that a look-up's time tells nothing about slugs. */
    private final Map<String, Receiver> bySlug = new ConcurrentHashMap<>();

    /**
     * Loads the webhooks.
     *
     * @param receivers makes of a webhook what answers requests
     */
    public Webhooks(
            WebhookStore store, WebhookTemplates templates, Function<Webhook, Receiver> receivers, Clock clock) {
        this.store = store;
        this.templates = templates;
        this.receivers = receivers;
        this.clock = clock;
        store.loadWebhooks().forEach(webhook -> remember(null, webhook));
    }

    /**
     * What somebody wants a webhook to be.
     *
     * @see Webhook for what the fields mean
     */
    public record Draft(
            long accountId,
            String name,
            String description,
            boolean enabled,
            String template,
            VerificationConfig verification,
            Deduplication deduplication,
            boolean redactHeaders) {

        /** The same, switched on or off. */
        public Draft enabled(boolean now) {
            return new Draft(accountId, name, description, now, template, verification, deduplication, redactHeaders);
        }
    }

    /**
     * Makes a webhook with a new id and a new slug.
     *
     * @throws InvalidWebhookException when a template cannot be used
     */
    public synchronized Webhook create(Draft draft) throws InvalidWebhookException {
        check(draft);
        Instant now = now();
        Webhook made = new Webhook(
                UUID.randomUUID(),
                draft.accountId(),
                draft.name(),
                draft.description(),
                draft.enabled(),
                draft.template(),
                Slug.random(),
                draft.verification(),
                draft.deduplication(),
                draft.redactHeaders(),
                now,
                now);
        store.insert(made);
        remember(null, made);
        return made;
    }

    /**
     * Puts what somebody wants now in the place of what was. Its id and its URL stay.
     *
     * @param change makes the new draft of the webhook as it is at that moment
     * @return nothing when there is no such webhook in the account
     * @throws InvalidWebhookException when a template cannot be used
     */
    public synchronized Optional<Webhook> change(long account, UUID id, Function<Webhook, Draft> change)
            throws InvalidWebhookException {
        Webhook old = find(account, id).orElse(null);
        if (old == null) {
            return Optional.empty();
        }
        Draft draft = change.apply(old);
        check(draft);
        return Optional.of(update(old, old.changed(draft, now())));
    }

    /**
     * Gives the webhook a new URL. The old one is unknown from then on.
     *
     * @return nothing when there is no such webhook in the account
     */
    public synchronized Optional<Webhook> rotate(long account, UUID id) {
        return find(account, id).map(old -> update(old, old.at(Slug.random(), now())));
    }

    /** Deletes the webhook; false when there is none. */
    public synchronized boolean delete(long account, UUID id) {
        Webhook old = find(account, id).orElse(null);
        if (old == null) {
            return false;
        }
        store.delete(id);
        bySlug.remove(old.slug().hash());
        byId.remove(id);
        return true;
    }

    /** The webhook with that id. */
    public Optional<Webhook> find(long account, UUID id) {
        return Optional.ofNullable(byId.get(id)).filter(webhook -> webhook.accountId() == account);
    }

    /** The account's webhooks, in the order of their creation. */
    public List<Webhook> ofAccount(long account) {
        return byId.values().stream()
                .filter(webhook -> webhook.accountId() == account)
                .sorted(Comparator.comparing(Webhook::createdAt).thenComparing(Webhook::id))
                .toList();
    }

    /** What answers requests at that URL; nothing when there is no such slug, or its webhook is disabled. */
    public Optional<Receiver> receiver(String slug) {
        return Slug.parse(slug).map(parsed -> bySlug.get(parsed.hash()));
    }

    /** What would answer the requests of a webhook like this; nothing is kept. */
    public Receiver tryOut(Webhook webhook) throws InvalidWebhookException {
        check(webhook.draft());
        return receivers.apply(webhook);
    }

    /** Checks the templates of a draft. */
    private void check(Draft draft) throws InvalidWebhookException {
        templates.check("template", draft.template());
        if (draft.deduplication() != null) {
            templates.check("deduplication.key", draft.deduplication().key());
        }
    }

    private Webhook update(Webhook old, Webhook changed) {
        store.update(changed);
        remember(old, changed);
        return changed;
    }

    private void remember(Webhook old, Webhook webhook) {
        byId.put(webhook.id(), webhook);
        String slug = webhook.slug().hash();
        if (old != null && !old.slug().hash().equals(slug)) {
            bySlug.remove(old.slug().hash());
        }
        if (webhook.enabled()) {
            bySlug.put(slug, receivers.apply(webhook));
        } else {
            bySlug.remove(slug);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
