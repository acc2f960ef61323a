package dev.waystation.receive;

import java.util.List;
import java.util.UUID;

/** Keeps webhooks durably. Every method returns after its change is committed. Safe for use by several threads. */
public interface WebhookStore {

    /** All webhooks, in the order in which they were created. */
    List<Webhook> loadWebhooks();

    /** Stores a new webhook. */
    void insert(Webhook webhook);

    /** Stores the changed fields of an existing webhook, found by its id. */
    void update(Webhook webhook);

    /** Deletes a webhook. Its events stay. */
    void delete(UUID id);
}
