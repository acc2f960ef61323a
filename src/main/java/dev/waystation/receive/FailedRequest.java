package dev.waystation.receive;

import dev.waystation.event.received.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The request that a failed event tells of, to be received again. It is not quite the one that came: {@code Authorization}
 * is gone, hidden headers read {@value HeaderRedaction#REDACTED}, and a body that was no text has lost what was none.
 *
 * @param webhook the id of the webhook that received it
 * @param request the request
 * @param truncated whether some of its body or its headers was cut off, so that it cannot be received again
 */
public record FailedRequest(UUID webhook, RawRequest request, boolean truncated) {

    private static final String WEBHOOK_PREFIX = "prefect-cloud.webhook.";

    /** The request of that event; nothing when it is no {@code prefect-cloud.webhook.failed} of this gateway's making. */
    public static Optional<FailedRequest> of(ReceivedEvent event) {
        Map<String, Object> payload = event.payload();
        if (!event.eventType().equals(WebhookEventMaker.FAILED)
                // A template can make an event of this name too, but then the webhook is among the related resources.
                || !event.related().isEmpty()
                || !event.subject().startsWith(WEBHOOK_PREFIX)
                || !(payload.get("method") instanceof String method)
                || !(payload.get("headers") instanceof Map<?, ?> headers)
                || !(payload.get("body") instanceof String body)) {
            return Optional.empty();
        }
        UUID webhook;
        try {
            webhook = UUID.fromString(event.subject().substring(WEBHOOK_PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        List<RawRequest.Header> list = new ArrayList<>();
        headers.forEach((name, value) -> list.add(new RawRequest.Header(name.toString(), String.valueOf(value))));
        // The body was read by the charset that its header names, and will be again.
        RawRequest bodiless = new RawRequest(method, list, null, null);
        byte[] bytes = body.getBytes(ContentType.of(bodiless).charset());
        boolean truncated = payload.get("truncated") instanceof Map<?, ?> cut
                && (cut.containsKey("body") || cut.containsKey("headers"));
        return Optional.of(new FailedRequest(webhook, new RawRequest(method, list, bytes, null), truncated));
    }
}
