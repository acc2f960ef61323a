package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.waystation.Gateway;
import dev.waystation.api.ApiException;
import dev.waystation.api.ApiPath;
import dev.waystation.api.Replies;
import dev.waystation.delivery.FanOut;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.receive.Deduplication;
import dev.waystation.receive.FailedRequest;
import dev.waystation.receive.InvalidWebhookException;
import dev.waystation.receive.RawRequest;
import dev.waystation.receive.Receipt;
import dev.waystation.receive.ReceivedEventLookup;
import dev.waystation.receive.Receiver;
import dev.waystation.receive.RequestContext;
import dev.waystation.receive.Slug;
import dev.waystation.receive.TemplateFailure;
import dev.waystation.receive.Webhook;
import dev.waystation.receive.signature.VerificationConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;

/**
 * Tries templates out, and receives requests again that failed before. Neither checks a signature: whoever asks has shown
 * a token. Safe for use by several threads.
 */
public final class TrialsApi {

    private static final UUID NO_WEBHOOK = new UUID(0, 0);

    private final Gateway gateway;
    private final WebhooksApi webhooks;
    private final ReceivedEventLookup events;

    public TrialsApi(Gateway gateway, WebhooksApi webhooks, ReceivedEventLookup events) {
        this.gateway = gateway;
        this.webhooks = webhooks;
        this.events = events;
    }

    /** {@code POST …/webhooks/dry-run}: the event that a request would make, or why it makes none. Nothing is stored. */
    public void dryRun(Exchange exchange) throws ApiException, InvalidWebhookException {
        WebhooksApi.workspace(exchange);
        long account = WebhooksApi.account(exchange);
        Fields fields = Fields.of(Body.read(exchange));
        String template = fields.has("template") ? fields.text("template", WebhookRequest.LONGEST_TEMPLATE) : null;
        Optional<Deduplication> deduplication = WebhookRequest.deduplication(fields);
        UUID webhookId = fields.uuid("webhook_id");
        String eventId = fields.has("event_id") ? fields.text("event_id", 100) : null;
        RawRequest request = TrialRequest.read(fields.inside("request"));
        fields.refuseOthers();
        if ((request == null) == (eventId == null)) {
            fields.wrong("request", "missing", "Either request or event_id is needed, and not both");
        }
        fields.check();
        if (eventId != null) {
            FailedRequest failed = failedRequest(account, eventId);
            request = failed.request();
            webhookId = webhookId == null && template == null ? failed.webhook() : webhookId;
        }
        Webhook webhook = webhook(account, webhookId, template, deduplication);
        Receiver receiver = gateway.webhooks().tryOut(webhook);
        Receipt receipt = receiver.receive(request, gateway.clock().instant());
        ObjectNode reply = Replies.JSON.createObjectNode();
        if (receipt instanceof Receipt.Failed failure) {
            describe(failure, reply);
        } else {
            // As it stands, since it may hold numbers longer than Jackson reads.
            byte[] body = receipt.event().body().stored();
            reply.putRawValue("event", new RawValue(new String(body, StandardCharsets.UTF_8)));
            reply.put("deduplication_key", key(webhook, request));
        }
        Replies.send(exchange, 200, reply);
    }

    /** What is tried out: the webhook that was named, if any, with what the request says otherwise. */
    private Webhook webhook(long account, UUID id, String template, Optional<Deduplication> deduplication) {
        Webhook base = null;
        if (id != null) {
            base = gateway.webhooks()
                    .find(account, id)
                    .orElseThrow(() -> invalid("webhook_id", "There is no such webhook in this account"));
        } else if (template == null) {
            throw invalid("template", "A template is needed where no webhook_id is given");
        }
        Instant now = gateway.clock().instant();
        return new Webhook(
                base == null ? NO_WEBHOOK : base.id(),
                account,
                base == null ? "dry run" : base.name(),
                "",
                true,
                template == null ? base.template() : template,
                base == null ? Slug.random() : base.slug(),
                base == null ? VerificationConfig.NONE : base.verification(),
                deduplication != null ? deduplication.orElse(null) : base == null ? null : base.deduplication(),
                base == null || base.redactHeaders(),
                now,
                now);
    }

    /** What the sender's repetitions are known by; events hold it as a hash alone. */
    private String key(Webhook webhook, RawRequest request) {
        if (webhook.deduplication() == null) {
            return null;
        }
        try {
            String key = gateway.templates()
                    .compile(webhook.deduplication().key())
                    .render(RequestContext.of(request))
                    .strip();
            return key.isEmpty() ? null : key;
        } catch (TemplateFailure e) {
            // It was rendered a moment ago.
            throw new IllegalStateException(e);
        }
    }

    private static void describe(Receipt.Failed failed, ObjectNode reply) {
        ObjectNode error = reply.putObject("error").put("message", failed.error());
        if (failed.line() > 0) {
            error.put("line", failed.line());
        } else {
            error.putNull("line");
        }
        reply.put("rendered", (String) failed.event().payload().get("rendered"));
    }

    /**
     * {@code POST …/webhooks/{id}/replay}: makes and stores the event of a request that failed before, with the webhook as
     * it is now. The same request is replayed once: a second time is told as a duplicate.
     */
    public void replay(Exchange exchange) throws ApiException, InvalidWebhookException {
        WebhooksApi.workspace(exchange);
        Webhook webhook = webhooks.webhook(exchange);
        Fields fields = Fields.of(Body.read(exchange));
        String eventId = fields.text("event_id", 100);
        fields.refuseOthers();
        fields.check();
        FailedRequest failed = failedRequest(webhook.accountId(), eventId);
        if (!failed.webhook().equals(webhook.id())) {
            throw invalid("event_id", "That request came to the webhook " + failed.webhook());
        }
        Receiver receiver = gateway.webhooks().tryOut(webhook);
        Receipt receipt = receiver.replay(
                failed.request(), Fields.uuidOf(eventId), gateway.clock().instant());
        if (receipt instanceof Receipt.Failed again) {
            ObjectNode reply = PrefectErrorReply.detail(List.of(
                    new FieldError(List.of("body", "event_id"), "template_error", again.error(), again.line())));
            describe(again, reply);
            Replies.send(exchange, 422, reply);
            return;
        }
        // With its key, so that the sender's own next try is a repetition of this one.
        Receipt.Accepted accepted = (Receipt.Accepted) receipt;
        FanOut.Receipt published = gateway.fanOut().publish(accepted.event(), accepted.once());
        Replies.send(
                exchange,
                200,
                Replies.JSON
                        .createObjectNode()
                        .put("event_id", published.eventId())
                        .put("deliveries", published.deliveries())
                        .put("duplicate", published.duplicate()));
    }

    private FailedRequest failedRequest(long account, String eventId) throws ApiException {
        ReceivedEvent event = (Fields.uuidOf(eventId) == null
                        ? Optional.<ReceivedEvent>empty()
                        : events.find(account, eventId))
                .orElseThrow(() -> new ApiException(
                        404,
                        "There is no received event '" + ApiPath.shown(eventId)
                                + "' in this account; it may be older than the retention."));
        FailedRequest failed = FailedRequest.of(event)
                .orElseThrow(() -> invalid(
                        "event_id", "The event is " + event.eventType() + ", and only failed requests are kept"));
        if (failed.truncated()) {
            throw new ApiException(
                    409,
                    "The request was too large for its failed event, which holds only the beginning of it. Ask the sender"
                            + " to send it again.");
        }
        return failed;
    }

    private static InvalidRequestException invalid(String field, String message) {
        return new InvalidRequestException(new FieldError(List.of("body", field), "value_error", message));
    }
}
