package dev.waystation.receive;

import dev.waystation.event.InvalidEventException;
import dev.waystation.event.OnceKey;
import dev.waystation.event.RunEvent;
import dev.waystation.event.RunEventReader;
import dev.waystation.event.received.CleanJson;
import dev.waystation.event.received.EventDefaults;
import dev.waystation.event.received.EventLimits;
import dev.waystation.event.received.InvalidReceivedEventException;
import dev.waystation.event.received.JsonText;
import dev.waystation.event.received.PythonJson;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.event.received.ReceivedEventReader;
import dev.waystation.event.received.UuidV7;
import dev.waystation.jinja.HeaderMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
    private final RunEventReader runEvents;

    /**
     * @param limits what events are held to
     * @param clock gives the time of run events that have none
     */
    public WebhookEventMaker(EventLimits limits, Clock clock) {
        this.validator = new ReceivedEventReader(limits);
        this.runEvents = new RunEventReader(clock);
    }

    /**
     * @param request a request whose signature was verified, and that is no {@link Handshake}
     * @param now the time of receipt
     */
    public Receipt make(RawRequest request, WebhookTemplate webhook, Instant now) {
        return make(request, webhook, now, UuidV7.at(now), null);
    }

    /**
     * @param id the id of the event if the template gives none
     * @param follows the event that this one comes after if the template names none; null for none
     */
    Receipt make(RawRequest request, WebhookTemplate webhook, Instant now, UUID id, UUID follows) {
        Map<String, Object> context = RequestContext.of(request);
        HeaderMap headers = (HeaderMap) context.get("headers");
        OnceKey once = null;
        if (webhook.once() != null) {
            try {
                once = once(webhook, context);
            } catch (TemplateFailure e) {
                String error = "the template of deduplication.key failed" + at(e.line()) + ": " + e.getMessage();
                return failed(request, headers, webhook, now, null, error, e.line(), null);
            }
        }
        if (webhook.renderer() == null) {
            return runEvent(request, headers, webhook, now, once);
        }
        String rendered;
        try {
            rendered = webhook.renderer().render(context);
        } catch (TemplateFailure e) {
            String error = "the template failed" + at(e.line()) + ": " + e.getMessage();
            return failed(request, headers, webhook, now, null, error, e.line(), null);
        } catch (RuntimeException | StackOverflowError e) {
            // A fault in the engine must cost its user one event, not the sender's delivery of all others.
            String kind = e.getClass().getSimpleName();
            return failed(request, headers, webhook, now, null, "the template failed: internal error, " + kind, 0, e);
        }
        try {
            EventDefaults defaults = new EventDefaults(
                    id, now, () -> debugging(request, headers, webhook), webhook.asRelated(), follows);
            Object json = PythonJson.parse(rendered);
            return new Receipt.Accepted(validator.event(json, webhook.account(), now, defaults), once);
        } catch (PythonJson.NotJson e) {
            String error = "what the template made is not JSON: " + e.getMessage() + HINT;
            return failed(request, headers, webhook, now, rendered, error, 0, null);
        } catch (InvalidReceivedEventException e) {
            String error = "what the template made is no event: " + e.getMessage();
            return failed(request, headers, webhook, now, rendered, error, 0, null);
        }
    }

    /** The body as dbt Cloud sends it is the event. */
    private Receipt runEvent(
            RawRequest request, HeaderMap headers, WebhookTemplate webhook, Instant now, OnceKey once) {
        try {
            List<RunEvent> events = runEvents.relayed(
                    request.body(), request.header("Content-Type").orElse(null), webhook.account());
            if (events.size() == 1) {
                return new Receipt.Accepted(events.get(0), once);
            }
            String error = "the body holds " + events.size() + " run events, expected one, as dbt Cloud sends them";
            return failed(request, headers, webhook, now, null, error, 0, null);
        } catch (InvalidEventException e) {
            String error = "the body is no run event: " + e.getMessage();
            return failed(request, headers, webhook, now, null, error, 0, null);
        }
    }

    private static OnceKey once(WebhookTemplate webhook, Map<String, Object> context) throws TemplateFailure {
        String key;
        try {
            key = webhook.once().render(context).strip();
        } catch (StackOverflowError e) {
            throw new TemplateFailure("it is nested too deep", 0);
        }
        // Hashed, because a key may be of any length, and of anything that a stranger sent.
        return key.isEmpty() ? null : new OnceKey(webhook.id() + ":" + sha256(key), webhook.onceWindow());
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    private static String at(int line) {
        return line > 0 ? " at line " + line : "";
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
            int line,
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
        return new Receipt.Failed(event, shownError, line, cause);
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
