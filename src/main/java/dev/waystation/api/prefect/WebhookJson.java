package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.api.Replies;
import dev.waystation.receive.Deduplication;
import dev.waystation.receive.Webhook;
import java.util.UUID;

/** A webhook as Prefect Cloud shows it, and after that what Waystation has beyond it. No secret is in it but the slug. */
final class WebhookJson {

    private WebhookJson() {}

    /**
     * @param workspace as in the request's path, null when it named none
     * @param base where hooks are reached
     */
    static ObjectNode of(Webhook webhook, UUID workspace, String base) {
        ObjectNode json = Replies.JSON.createObjectNode();
        json.put("id", webhook.id().toString());
        json.put("created", webhook.createdAt().toString());
        json.put("updated", webhook.updatedAt().toString());
        json.put("name", webhook.name());
        json.put("description", webhook.description());
        json.put("enabled", webhook.enabled());
        json.put("template", webhook.template());
        json.putNull("service_account_id");
        json.put("account", accountUuid(webhook.accountId()));
        json.put("workspace", workspace == null ? null : workspace.toString());
        json.put("slug", webhook.slug().value());
        json.put("url", base + "/hooks/" + webhook.slug().value());
        json.set("verification", webhook.verification().toPublicJson());
        Deduplication deduplication = webhook.deduplication();
        if (deduplication == null) {
            json.putNull("deduplication");
        } else {
            json.putObject("deduplication")
                    .put("key", deduplication.key())
                    .put("window_seconds", deduplication.window().toSeconds());
        }
        json.put("redact_headers", webhook.redactHeaders());
        return json;
    }

    /** Prefect's {@code WebhookRead}: with the service account, of which there is none here. */
    static ObjectNode read(Webhook webhook, UUID workspace, String base) {
        return of(webhook, workspace, base).putNull("service_account");
    }

    /** Account n in Prefect's form. */
    static String accountUuid(long account) {
        return new UUID(0, account).toString();
    }
}
