package dev.waystation.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.subscription.BodyTemplate;
import dev.waystation.subscription.EventFilter;
import dev.waystation.subscription.InvalidTemplateException;
import dev.waystation.subscription.RequestHeaders;
import dev.waystation.subscription.ResourceIdPatterns;
import dev.waystation.subscription.SignatureScheme;
import dev.waystation.subscription.SubscriptionOptions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the fields that dbt Cloud's API does not have. In an update, one that is absent stays as it was: clients that know
 * only dbt's fields send all of those and none of these, and must not wipe out a filter that somebody else set. {@code
 * null} takes a field back to its default.
 */
final class OptionsRequest {

    private static final int LARGEST_CONCURRENCY = 1_000;
    private static final int LARGEST_RATE = 1_000;

    private OptionsRequest() {}

    /** @param before what was there; null for a new subscription */
    static SubscriptionOptions read(JsonNode json, SubscriptionOptions before) throws ApiException {
        SubscriptionOptions old = before == null ? SubscriptionOptions.NONE : before;
        SignatureScheme signature = signature(json, old.signature());
        Map<String, String> headers = headers(json, old.headers());
        checkHeaders(headers, signature);
        return new SubscriptionOptions(
                filter(json, old.filter()),
                template(json, old.template()),
                headers,
                signature,
                number(json, "concurrency", LARGEST_CONCURRENCY, old.concurrency()),
                number(json, "rate_limit", LARGEST_RATE, old.rateLimit()),
                resourceIds(json, old.resourceIds()));
    }

    private static String filter(JsonNode json, String old) throws ApiException {
        String filter = text(json, "filter", EventFilter.LONGEST, old);
        try {
            if (filter != null) {
                EventFilter.compile(filter);
            }
            return filter;
        } catch (InvalidTemplateException e) {
            throw new ApiException(400, "The field 'filter' is no expression: " + e.getMessage() + ".");
        }
    }

    private static String template(JsonNode json, String old) throws ApiException {
        String template = text(json, "template", BodyTemplate.LONGEST, old);
        try {
            if (template != null) {
                BodyTemplate.check(template);
            }
            return template;
        } catch (InvalidTemplateException e) {
            throw new ApiException(400, "The field 'template' is no template: " + e.getMessage() + ".");
        }
    }

    private static String text(JsonNode json, String name, int longest, String old) throws ApiException {
        JsonNode text = json.get(name);
        if (text == null) {
            return old;
        }
        if (text.isNull()) {
            return null;
        }
        if (!text.isTextual() || text.asText().isBlank() || text.asText().length() > longest) {
            throw SubscriptionRequest.field(name, "a text of 1 to " + longest + " characters, or null for none");
        }
        return text.asText();
    }

    private static SignatureScheme signature(JsonNode json, SignatureScheme old) throws ApiException {
        JsonNode signature = json.get("signature");
        if (signature == null) {
            return old;
        }
        if (signature.isNull()) {
            return SignatureScheme.BOTH;
        }
        return SignatureScheme.of(signature.isTextual() ? signature.asText() : "")
                .orElseThrow(() -> SubscriptionRequest.field(
                        "signature", "one of 'dbt', 'standard', 'both' (the default), 'none'"));
    }

    private static Map<String, String> headers(JsonNode json, Map<String, String> old) throws ApiException {
        JsonNode headers = json.get("headers");
        if (headers == null) {
            return old;
        }
        if (headers.isNull()) {
            return Map.of();
        }
        if (!headers.isObject() || headers.size() > RequestHeaders.MOST) {
            throw SubscriptionRequest.field(
                    "headers", "an object of up to " + RequestHeaders.MOST + " names of headers and their values");
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            String name = header.getKey();
            if (!header.getValue().isTextual()) {
                throw SubscriptionRequest.field("headers." + ApiPath.shown(name), "a text");
            }
            String value = header.getValue().asText();
            // What was read is sent back: the secret that could not be shown is meant.
            read.put(name, value.equals(RequestHeaders.REDACTED) ? old.getOrDefault(name, value) : value);
        }
        return read;
    }

    private static void checkHeaders(Map<String, String> headers, SignatureScheme signature) throws ApiException {
        Map<String, String> seen = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey();
            String whyNot = RequestHeaders.whyNot(name, header.getValue(), signature);
            if (whyNot == null && seen.put(name.toLowerCase(Locale.ROOT), name) != null) {
                whyNot = "is there twice";
            }
            if (whyNot != null) {
                throw new ApiException(
                        400, "The field 'headers' is not usable: '" + ApiPath.shown(name) + "' " + whyNot + ".");
            }
        }
    }

    private static List<String> resourceIds(JsonNode json, List<String> old) throws ApiException {
        JsonNode ids = json.get("resource_ids");
        if (ids == null) {
            return old;
        }
        if (ids.isNull()) {
            return List.of();
        }
        if (!ids.isArray() || ids.size() > ResourceIdPatterns.MOST) {
            throw SubscriptionRequest.field(
                    "resource_ids",
                    "a list of up to " + ResourceIdPatterns.MOST + " resource ids; empty or null for every resource");
        }
        Set<String> read = new LinkedHashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            String expected = ids.get(i).isTextual()
                    ? ResourceIdPatterns.expectedInsteadOf(ids.get(i).asText())
                    : "a text";
            if (expected != null) {
                throw SubscriptionRequest.field("resource_ids[" + i + "]", expected);
            }
            read.add(ids.get(i).asText());
        }
        return List.copyOf(read);
    }

    private static int number(JsonNode json, String name, int most, int old) throws ApiException {
        JsonNode number = json.get(name);
        if (number == null) {
            return old;
        }
        if (number.isNull()) {
            return 0;
        }
        if (!number.isInt() || number.asInt() < 1 || number.asInt() > most) {
            throw SubscriptionRequest.field(name, "a whole number from 1 to " + most + ", or null for the default");
        }
        return number.asInt();
    }
}
