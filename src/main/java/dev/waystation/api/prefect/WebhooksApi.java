package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.waystation.api.ApiException;
import dev.waystation.api.ApiPath;
import dev.waystation.api.Replies;
import dev.waystation.camel.EventHeaders;
import dev.waystation.receive.InvalidWebhookException;
import dev.waystation.receive.Webhook;
import dev.waystation.receive.Webhooks;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * Prefect Cloud's API of webhooks. Workspaces are not kept apart: any workspace's UUID in the path shows all webhooks of
 * the account and comes back as the webhook's {@code workspace}. Safe for use by several threads.
 */
public final class WebhooksApi {

    /** In place of a workspace in a path that has none, see {@link WorkspacePaths}. */
    static final String NO_WORKSPACE = "-";

    private final Webhooks webhooks;
    private final PublicUrl publicUrl;

    public WebhooksApi(Webhooks webhooks, PublicUrl publicUrl) {
        this.webhooks = webhooks;
        this.publicUrl = publicUrl;
    }

    /** {@code POST …/webhooks/}: 201 and the new webhook. */
    public void create(Exchange exchange) throws ApiException, InvalidWebhookException {
        UUID workspace = workspace(exchange);
        Webhooks.Draft draft = WebhookRequest.forCreation(Body.read(exchange)).create(account(exchange));
        Webhook made = webhooks.create(draft);
        Replies.send(exchange, 201, WebhookJson.of(made, workspace, publicUrl.base(exchange)));
    }

    /** {@code GET …/webhooks/{id}}. */
    public void get(Exchange exchange) throws ApiException {
        Webhook webhook = webhook(exchange);
        Replies.send(exchange, 200, WebhookJson.read(webhook, workspace(exchange), publicUrl.base(exchange)));
    }

    /** {@code GET …/webhooks/}: all, by name. Prefect Cloud has no such operation, but its Terraform provider asks for it. */
    public void list(Exchange exchange) {
        Stream<Webhook> all = webhooks.ofAccount(account(exchange)).stream().sorted(WebhookFilter.DEFAULT_ORDER);
        send(exchange, all);
    }

    /** {@code POST …/webhooks/filter}: a part of all; the body may be absent. */
    public void filter(Exchange exchange) throws ApiException {
        JsonNode body = Body.readOptional(exchange);
        WebhookFilter filter = WebhookFilter.of(body);
        send(exchange, filter.apply(webhooks.ofAccount(account(exchange))));
    }

    private void send(Exchange exchange, Stream<Webhook> shown) {
        UUID workspace = workspace(exchange);
        String base = publicUrl.base(exchange);
        ArrayNode list = Replies.JSON.createArrayNode();
        shown.forEach(webhook -> list.add(WebhookJson.read(webhook, workspace, base)));
        Replies.send(exchange, 200, list);
    }

    /** {@code PUT …/webhooks/{id}}: 204. */
    public void replace(Exchange exchange) throws ApiException, InvalidWebhookException {
        workspace(exchange);
        UUID id = webhook(exchange).id();
        WebhookRequest request = WebhookRequest.forReplacement(Body.read(exchange));
        webhooks.change(account(exchange), id, request::replace).orElseThrow(() -> notFound(exchange));
        Replies.sendNothing(exchange, 204);
    }

    /** {@code PATCH …/webhooks/{id}}: switches it on or off; 204. With nothing in the body nothing happens. */
    public void patch(Exchange exchange) throws ApiException, InvalidWebhookException {
        workspace(exchange);
        UUID id = webhook(exchange).id();
        Fields fields = Fields.of(Body.read(exchange));
        Boolean enabled = fields.flag("enabled");
        fields.refuseOthers();
        fields.check();
        if (enabled != null) {
            webhooks.change(account(exchange), id, old -> old.draft().enabled(enabled))
                    .orElseThrow(() -> notFound(exchange));
        }
        Replies.sendNothing(exchange, 204);
    }

    /** {@code DELETE …/webhooks/{id}}: 204. Its events stay. */
    public void delete(Exchange exchange) throws ApiException {
        workspace(exchange);
        if (!webhooks.delete(account(exchange), webhook(exchange).id())) {
            throw notFound(exchange);
        }
        Replies.sendNothing(exchange, 204);
    }

    /** {@code POST …/webhooks/{id}/rotate}: the webhook with its new slug. The old URL is unknown from then on. */
    public void rotate(Exchange exchange) throws ApiException {
        UUID workspace = workspace(exchange);
        UUID id = webhook(exchange).id();
        Webhook now = webhooks.rotate(account(exchange), id).orElseThrow(() -> notFound(exchange));
        Replies.send(exchange, 200, WebhookJson.of(now, workspace, publicUrl.base(exchange)));
    }

    /** The webhook that the path names. */
    Webhook webhook(Exchange exchange) throws ApiException {
        UUID id = Fields.uuidOf(ApiPath.after(exchange, "webhooks"));
        if (id == null) {
            throw new InvalidRequestException(
                    new FieldError(List.of("path", "id"), "uuid_parsing", "The id of a webhook is a UUID"));
        }
        return webhooks.find(account(exchange), id).orElseThrow(() -> notFound(exchange));
    }

    private static ApiException notFound(Exchange exchange) {
        return new ApiException(
                404, "There is no webhook " + ApiPath.after(exchange, "webhooks") + " in this account.");
    }

    /** The workspace that the path names, or null. */
    static UUID workspace(Exchange exchange) {
        String text = ApiPath.after(exchange, "workspaces");
        UUID workspace = Fields.uuidOf(text);
        if (workspace == null && !text.equals(NO_WORKSPACE)) {
            throw new InvalidRequestException(new FieldError(
                    List.of("path", "workspace_id"),
                    "uuid_parsing",
                    "The id of a workspace is a UUID; any will do, or leave /workspaces/… out"));
        }
        return workspace;
    }

    static long account(Exchange exchange) {
        return exchange.getMessage().getHeader(EventHeaders.PUBLISH_ACCOUNT, Long.class);
    }
}
