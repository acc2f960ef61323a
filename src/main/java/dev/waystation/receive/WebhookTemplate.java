package dev.waystation.receive;

import dev.waystation.event.received.CleanJson;
import dev.waystation.event.received.JsonText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What {@link WebhookEventMaker} needs to know of a webhook.
 *
 * @param id the webhook's id
 * @param name its name for people
 * @param account the tenant that owns it, and the event
 * @param renderer its template; null for the built-in one for dbt, where the body is the event
 * @param redaction which headers are hidden in what is stored
 * @param once its template for the key of repetitions; null when they are not recognised
 * @param onceWindow for how long a key is remembered; null without {@code once}
 */
public record WebhookTemplate(
        UUID id,
        String name,
        long account,
        TemplateRenderer renderer,
        HeaderRedaction redaction,
        TemplateRenderer once,
        Duration onceWindow) {

    public WebhookTemplate {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(redaction, "redaction");
        name = CleanJson.text(name == null ? "" : name).replace('\0', '\uFFFD');
    }

    /** A webhook that recognises no repetitions. */
    public WebhookTemplate(UUID id, String name, long account, TemplateRenderer renderer, HeaderRedaction redaction) {
        this(id, name, account, renderer, redaction, null, null);
    }

    /** A webhook with the usual redaction. */
    public WebhookTemplate(UUID id, String name, long account, TemplateRenderer renderer) {
        this(id, name, account, renderer, HeaderRedaction.DEFAULTS);
    }

    /** The id under which the webhook itself takes part in events. */
    public String resourceId() {
        return "prefect-cloud.webhook." + id;
    }

    /** The webhook as the related resource that every event of it carries. */
    Map<String, String> asRelated() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("prefect.resource.id", resourceId());
        labels.put("prefect.resource.role", "webhook");
        labels.put("prefect.resource.name", name);
        return labels;
    }

    /** The webhook as the resource that a failure happened to. */
    Map<String, String> asResource() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("prefect.resource.id", resourceId());
        labels.put("prefect.resource.name", JsonText.cut(name, 2048));
        return labels;
    }
}
