package dev.waystation.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes webhooks and reads the event feed over HTTP, as users of Prefect's API do. Safe for use by several threads. */
public final class Hooks {

    /** Where Prefect's clients find account 1. */
    public static final String WORKSPACE =
            "/api/accounts/00000000-0000-0000-0000-000000000001/workspaces/0c1d2e3f-1111-4222-8333-444455556666";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_PAGE = 200;

    private final GatewayClient client;

    public Hooks(GatewayClient client) {
        this.client = client;
    }

    /**
     * A webhook as the API showed it.
     *
     * @param path of its URL, with the slug
     */
    public record Hook(String id, String name, String slug, String path) {

        /** What it is called as a resource of events. */
        public String resourceId() {
            return "prefect-cloud.webhook." + id;
        }
    }

    /** Makes a webhook that takes requests from anybody. */
    public Hook create(String template) {
        return create(template, body -> {});
    }

    /** Makes a webhook; {@code more} adds fields to the request for it. */
    public Hook create(String template, Consumer<ObjectNode> more) {
        ObjectNode body = JSON.createObjectNode().put("name", "models").put("template", template);
        more.accept(body);
        HttpResponse<String> answer = client.post(WORKSPACE + "/webhooks/", "application/json", body.toString());
        if (answer.statusCode() != 201) {
            throw new AssertionError("the webhook was not made: " + answer.statusCode() + " " + answer.body());
        }
        return hook(GatewayClient.json(answer));
    }

    /** The fields of a webhook that checks signatures. */
    public static Consumer<ObjectNode> verified(String scheme, String secret) {
        return body -> body.putObject("verification").put("scheme", scheme).put("secret", secret);
    }

    /** Puts a template and a check of signatures in the place of what the webhook has, at once. */
    public void replace(Hook hook, String template, Consumer<ObjectNode> more) {
        ObjectNode body = JSON.createObjectNode().put("name", hook.name()).put("template", template);
        more.accept(body);
        done(client.send(client.request(WORKSPACE + "/webhooks/" + hook.id())
                .header("Content-Type", "application/json")
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(body.toString()))));
    }

    /** Switches a webhook on or off. */
    public void enable(Hook hook, boolean enabled) {
        done(client.send(client.request(WORKSPACE + "/webhooks/" + hook.id())
                .header("Content-Type", "application/json")
                .method("PATCH", java.net.http.HttpRequest.BodyPublishers.ofString("{\"enabled\":" + enabled + "}"))));
    }

    /** Gives a webhook a new URL. */
    public Hook rotate(Hook hook) {
        HttpResponse<String> answer = client.post(WORKSPACE + "/webhooks/" + hook.id() + "/rotate", null, new byte[0]);
        if (answer.statusCode() != 200) {
            throw new AssertionError("not rotated: " + answer.statusCode() + " " + answer.body());
        }
        return hook(GatewayClient.json(answer));
    }

    /** Every event that the webhook made, failed ones too, in the order in which they happened, of all pages. */
    public List<JsonNode> events(Hook hook) {
        ObjectNode filter = JSON.createObjectNode();
        filter.putObject("any_resource").putArray("id").add(hook.resourceId());
        return events(filter, LARGEST_PAGE);
    }

    /** The only event that the webhook made. */
    public JsonNode onlyEvent(Hook hook) {
        List<JsonNode> events = events(hook);
        if (events.size() != 1) {
            throw new AssertionError(events.size() + " events instead of one: " + events);
        }
        return events.get(0);
    }

    /** The event that the webhook made last. */
    public JsonNode lastEvent(Hook hook) {
        List<JsonNode> events = events(hook);
        if (events.isEmpty()) {
            throw new AssertionError("the webhook has made no event");
        }
        return events.get(events.size() - 1);
    }

    /** Every event of the account, in the order in which they happened, by pages of so many. */
    public List<JsonNode> feed(int pageSize) {
        return events(JSON.createObjectNode(), pageSize);
    }

    /** Follows the links from page to page as they are. Times are given since a feed shows neither old nor future ones unasked. */
    private List<JsonNode> events(ObjectNode filter, int pageSize) {
        filter.put("order", "ASC")
                .putObject("occurred")
                .put("since", "1970-01-01T00:00:00Z")
                .put("until", "2200-01-01T00:00:00Z");
        ObjectNode body = JSON.createObjectNode().put("limit", pageSize);
        body.set("filter", filter);
        List<JsonNode> events = new ArrayList<>();
        HttpResponse<String> answer = client.post(WORKSPACE + "/events/filter", "application/json", body.toString());
        while (true) {
            if (answer.statusCode() != 200) {
                throw new AssertionError("no page: " + answer.statusCode() + " " + answer.body());
            }
            JsonNode page = GatewayClient.json(answer);
            page.get("events").forEach(events::add);
            if (page.get("next_page").isNull()) {
                return events;
            }
            URI next = URI.create(page.get("next_page").asText());
            answer = client.get(next.getRawPath() + "?" + next.getRawQuery());
        }
    }

    private static Hook hook(JsonNode shown) {
        String slug = shown.get("slug").asText();
        return new Hook(shown.get("id").asText(), shown.get("name").asText(), slug, "/hooks/" + slug);
    }

    private static void done(HttpResponse<String> answer) {
        if (answer.statusCode() != 204) {
            throw new AssertionError("not changed: " + answer.statusCode() + " " + answer.body());
        }
    }
}
