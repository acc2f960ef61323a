package dev.waystation.receive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Requests by which a sender asks, before it delivers, whether the URL wants its events. They are answered and make no
 * event. Nothing is called back: a URL in a handshake is a stranger's choice.
 */
public final class Handshake {

    /** Codes and challenges are short; anything longer is not echoed to anybody. */
    private static final int LONGEST_ECHO = 1024;

    /** Printable ASCII without blanks, so that an echoed origin cannot become a second header. */
    private static final Pattern ORIGIN = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private static final Pattern RATE = Pattern.compile("[1-9][0-9]{0,8}");

    /**
     * An answer to send as it is.
     *
     * @param status the HTTP status, always 200
     * @param headers header lines by name, in order
     * @param body the body, empty for an answer that is all headers
     */
    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    private Handshake() {}

    /**
     * Azure Event Grid's own schema: a POST with {@code aeg-event-type: SubscriptionValidation} and one event, whose code is
     * given back as {@code validationResponse} with 200; Event Grid takes neither 202 nor 204. Ask after the signature
     * or the token was verified, as Event Grid sends its fixed delivery headers here too.
     *
     * @return the answer, or nothing when the request is no such handshake and has to go its usual way
     */
    public static Optional<Answer> eventGrid(RawRequest request) {
        boolean asked = request.method().equals("POST")
                && request.header("aeg-event-type")
                        .filter("SubscriptionValidation"::equalsIgnoreCase)
                        .isPresent();
        if (asked
                && json(request) instanceof List<?> events
                && events.size() == 1
                && events.get(0) instanceof Map<?, ?> event
                && "Microsoft.EventGrid.SubscriptionValidationEvent".equals(event.get("eventType"))
                && event.get("data") instanceof Map<?, ?> data) {
            return echo("validationResponse", data.get("validationCode"));
        }
        return Optional.empty();
    }

    /**
     * CloudEvents' abuse protection, HTTP 1.1 Web Hooks for Event Delivery section 4: {@code OPTIONS} with {@code
     * WebHook-Request-Origin} is answered with the same origin and rate. The URL's secrecy is the permission; there is no
     * body to sign. A {@code WebHook-Request-Callback} is not called, the headers say yes at once.
     *
     * @return the answer, or nothing when the request is no such handshake; then OPTIONS is 405
     */
    public static Optional<Answer> cloudEvents(RawRequest request) {
        List<String> origins = request.headerValues("WebHook-Request-Origin");
        if (!request.method().equals("OPTIONS")
                || origins.size() != 1
                || !ORIGIN.matcher(origins.get(0)).matches()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Allow", "POST");
        headers.put("WebHook-Allowed-Origin", origins.get(0));
        headers.put(
                "WebHook-Allowed-Rate",
                request.header("WebHook-Request-Rate")
                        .filter(rate -> RATE.matcher(rate).matches())
                        .orElse("*"));
        return Optional.of(new Answer(200, headers, new byte[0]));
    }

    /**
     * Slack's {@code url_verification}, sent when the URL is entered in an app's settings: the challenge is given back. Ask
     * only for webhooks of the scheme {@code slack}, after the signature was verified; elsewhere such a body is as good
     * as any.
     *
     * @return the answer, or nothing when the request is no such handshake and has to go its usual way
     */
    public static Optional<Answer> slack(RawRequest request) {
        if (request.method().equals("POST")
                && json(request) instanceof Map<?, ?> body
                && "url_verification".equals(body.get("type"))) {
            return echo("challenge", body.get("challenge"));
        }
        return Optional.empty();
    }

    private static Optional<Answer> echo(String field, Object code) {
        if (!(code instanceof String text) || text.isEmpty() || text.length() > LONGEST_ECHO) {
            return Optional.empty();
        }
        String json = JsonNodeFactory.instance.objectNode().put(field, text).toString();
        Map<String, String> headers = Map.of("Content-Type", "application/json");
        return Optional.of(new Answer(200, headers, json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Object json(RawRequest request) {
        return RequestContext.of(request).get("body");
    }
}
