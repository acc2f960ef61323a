package dev.waystation.event;

import java.util.HashMap;
import java.util.Map;

/** The fields around {@code data}, with the names that each generation gives them. */
enum EnvelopeField {
    ACCOUNT_ID("accountId", "account_id"),
    EVENT_ID("eventId", "event_id"),
    TIMESTAMP("timestamp", "timestamp"),
    EVENT_TYPE("eventType", "event_type"),
    DATA("data", "data"),
    WEBHOOK_ID("webhookId", "webhook_id"),
    /** A mistake of dbt's documentation, which senders have copied. */
    WEBHOOKS_ID("webhooksID", "webhooksID"),
    WEBHOOK_NAME("webhookName", "webhook_name");

    private static final Map<String, EnvelopeField> BY_NAME = new HashMap<>();

    static {
        for (EnvelopeField field : values()) {
            BY_NAME.put(field.json, field);
            BY_NAME.put(field.draft, field);
        }
    }

    /** The name in what is sent. */
    final String json;

    private final String draft;

    EnvelopeField(String json, String draft) {
        this.json = json;
        this.draft = draft;
    }

    /** The field of that name, or null. */
    static EnvelopeField named(String name) {
        return BY_NAME.get(name);
    }

    /** Whether the name is one that only the 2022 draft has. */
    boolean isDraftName(String name) {
        return !json.equals(name);
    }
}
