package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.api.Replies;
import dev.waystation.receive.preset.Preset;
import dev.waystation.receive.preset.Presets;
import org.apache.camel.Exchange;

/** Shows what a webhook can begin with. Immutable. */
public final class PresetsApi {

    /** {@code GET …/webhooks/presets}: fields as at the creation of a webhook, and name and title. */
    public void list(Exchange exchange) {
        WebhooksApi.workspace(exchange);
        ArrayNode list = Replies.JSON.createArrayNode();
        Presets.all().forEach(preset -> list.add(json(preset)));
        Replies.send(exchange, 200, list);
    }

    private static ObjectNode json(Preset preset) {
        ObjectNode json = Replies.JSON.createObjectNode();
        json.put("preset", preset.name());
        json.put("title", preset.title());
        json.put("description", preset.description());
        json.put("template", preset.template());
        json.putObject("verification")
                .put(
                        "scheme",
                        preset.scheme() == null ? "none" : preset.scheme().wireName());
        if (preset.deduplication() == null) {
            json.putNull("deduplication");
        } else {
            json.putObject("deduplication")
                    .put("key", preset.deduplication().key())
                    .put("window_seconds", preset.deduplication().window().toSeconds());
        }
        return json;
    }
}
