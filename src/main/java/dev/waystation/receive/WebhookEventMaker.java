package dev.waystation.receive;

import dev.waystation.event.received.CleanJson;
import dev.waystation.event.received.EventDefaults;
import dev.waystation.event.received.EventLimits;
import dev.waystation.event.received.InvalidReceivedEventException;
import dev.waystation.event.received.JsonText;
import dev.waystation.event.received.PythonJson;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.event.received.ReceivedEventReader;
import dev.waystation.event.received.UuidV7;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes an event of a request by a webhook's template, or an event that says why not. Keeps nothing, so a dry run and a
 * replay are the same call. Threads may share one.
 *
 * <p>What is filled in: {@code id} (a UUIDv7) and {@code occurred} (the time of receipt) if the template gave none; the
 * webhook itself among the related resources, always; and if there is no {@code payload}, one for debugging with {@code
 * body} (its text), {@code method} and {@code headers}.
 *
 * <p>A failed event has the payload {@code error}, {@code rendered} (null if rendering failed), {@code method}, {@code
 * headers} and {@code body}. It always fits the limits: what is too long is cut, and {@code truncated} then gives the
 * whole length of each cut field in bytes. Secrets in headers are hidden, also where the template printed them.
 */
public final class WebhookEventMaker {

    private static final String HINT = "; put values in with {{ …|tojson }} and no quotes around";

    private final ReceivedEventReader validator;

    public WebhookEventMaker(EventLimits limits) {
        this.validator = new ReceivedEventReader(limits);
    }

    /**
     * @param request a request whose signature was verified, and that is no {@link Handshake}
     * @param now the time of receipt
     */
    public Receipt make(RawRequest request, WebhookTemplate webhook, Instant now) {
        Map<String, Object> context = RequestContext.of(request);
        HeaderMap headers = (HeaderMap) context.get("headers");
        String rendered;
        try {
            rendered = webhook.renderer().render(context);
        } catch (TemplateFailure e) {
            String where = e.line() > 0 ? " at line " + e.line() : "";
            return failed(
                    request, headers, webhook, now, null, "the template failed" + where + ": " + e.getMessage(), null);
        } catch (RuntimeException | StackOverflowError e) {
            // A fault in the engine must cost its user one event, not the sender's delivery of all others.
            String kind = e.getClass().getSimpleName();
            return failed(request, headers, webhook, now, null, "the template failed: internal error, " + kind, e);
        }
        try {
            EventDefaults defaults = new EventDefaults(
                    UuidV7.at(now), now, () -> debugging(request, headers, webhook), webhook.asRelated());
            Object json = PythonJson.parse(rendered);
            return new Receipt.Accepted(validator.event(json, webhook.account(), now, defaults));
        } catch (PythonJson.NotJson e) {
            String error = "what the template made is not JSON: " + e.getMessage() + HINT;
            return failed(request, headers, webhook, now, rendered, error, null);
        } catch (InvalidReceivedEventException e) {
            String error = "what the template made is no event: " + e.getMessage();
            return failed(request, headers, webhook, now, rendered, error, null);
        }
    }

    private static Map<String, Object> debugging(RawRequest request, HeaderMap headers, WebhookTemplate webhook) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("body", CleanJson.text(RequestContext.bodyText(request)));
        payload.put("method", request.method());
        payload.put("headers", CleanJson.map(webhook.redaction().redact(headers)));
        return payload;
    }

    private Receipt failed(
            RawRequest request,
            HeaderMap headers,
            WebhookTemplate webhook,
            Instant now,
            String rendered,
            String error,
            Throwable cause) {
        int size = validator.limits().sizeBytes();
        String shownError = JsonText.cut(CleanJson.text(webhook.redaction().redact(error, headers)), 2048);
        Map<String, Object> truncated = new LinkedHashMap<>();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("error", shownError);
        payload.put("rendered", rendered == null ? null : rendered(rendered, headers, webhook, size, truncated));
        payload.put("method", JsonText.cut(request.method(), 64));
        payload.put("headers", headers(headers, webhook, size / 8, truncated));
        String body = CleanJson.text(RequestContext.bodyText(request));
        String shownBody = JsonText.cut(body, size / 8 * 3);
        if (shownBody.length() < body.length()) {
            truncated.put("body", (long) request.body().length);
        }
        payload.put("body", shownBody);
        if (!truncated.isEmpty()) {
            payload.put("truncated", truncated);
        }
        ReceivedEvent event = new ReceivedEvent(
                UuidV7.at(now),
                webhook.account(),
                "prefect-cloud.webhook.failed",
                webhook.asResource(),
                List.of(),
                payload,
                now,
                null,
                now);
        return new Receipt.Failed(event, shownError, cause);
    }

    private static String rendered(
            String rendered, HeaderMap headers, WebhookTemplate webhook, int size, Map<String, Object> truncated) {
        // Redacted before it is cut, so that no half of a secret is left at the edge.
        String text = CleanJson.text(webhook.redaction().redact(rendered, headers));
        String shown = JsonText.cut(text, size / 8 * 3);
        if (shown.length() < text.length()) {
            truncated.put("rendered", (long) rendered.getBytes(StandardCharsets.UTF_8).length);
        }
        return shown;
    }

    private static Map<String, Object> headers(
            HeaderMap headers, WebhookTemplate webhook, int budget, Map<String, Object> truncated) {
        Map<String, Object> shown = new LinkedHashMap<>();
        long left = budget;
        long whole = 0;
        boolean cut = false;
        for (Map.Entry<String, String> header :
                webhook.redaction().redact(headers).entrySet()) {
            String name = CleanJson.text(header.getKey());
            String value = CleanJson.text(header.getValue());
            whole += name.length() + value.length();
            String shownValue = JsonText.cut(value, 2048);
            long size = JsonText.size(name) + JsonText.size(shownValue) + 6;
            if (size > left) {
                cut = true;
                continue;
            }
            left -= size;
            cut |= shownValue.length() < value.length();
            shown.put(name, shownValue);
        }
        if (cut) {
            truncated.put("headers", whole);
        }
        return shown;
    }
}
