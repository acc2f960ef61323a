package dev.waystation.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.subscription.EventTypePatterns;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.Subscriptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the body of a request that describes a subscription, and names the field that is not as expected. */
final class SubscriptionRequest {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_DESCRIPTION = 4_000;
    private static final int LONGEST_URL = 4_000;
    private static final int MOST_TYPES = 100;
    private static final int MOST_JOBS = 10_000;

    private SubscriptionRequest() {}

    /**
     * What the body asks for.
     *
     * @param before the subscription that is being replaced, or null for a new one
     */
    static Subscriptions.Draft read(JsonNode json, long account, Subscription before) throws ApiException {
        return new Subscriptions.Draft(
                account,
                name(json),
                description(json),
                eventTypes(json),
                jobIds(json),
                Subscription.Destination.HTTP,
                clientUrl(json),
                active(json),
                OptionsRequest.read(json, before == null ? null : before.options()));
    }

    private static String name(JsonNode json) throws ApiException {
        JsonNode name = json.get("name");
        if (name == null
                || !name.isTextual()
                || name.asText().isBlank()
                || name.asText().length() > LONGEST_NAME) {
            throw field("name", "a text of 1 to " + LONGEST_NAME + " characters");
        }
        return name.asText();
    }

    private static String description(JsonNode json) throws ApiException {
        JsonNode description = json.get("description");
        if (description == null || description.isNull()) {
            return "";
        }
        if (!description.isTextual() || description.asText().length() > LONGEST_DESCRIPTION) {
            throw field("description", "a text of up to " + LONGEST_DESCRIPTION + " characters");
        }
        return description.asText();
    }

    private static List<String> eventTypes(JsonNode json) throws ApiException {
        JsonNode types = json.get("event_types");
        if (types == null || !types.isArray() || types.isEmpty() || types.size() > MOST_TYPES) {
            throw field("event_types", "a list of 1 to " + MOST_TYPES + " names of event types");
        }
        Set<String> read = new LinkedHashSet<>();
        for (int i = 0; i < types.size(); i++) {
            String pattern = types.get(i).isTextual() ? types.get(i).asText() : "";
            String expected = EventTypePatterns.expectedInsteadOf(pattern);
            if (expected != null) {
                throw field("event_types[" + i + "]", expected);
            }
            read.add(pattern);
        }
        return List.copyOf(read);
    }

    private static List<String> jobIds(JsonNode json) throws ApiException {
        JsonNode jobs = json.get("job_ids");
        if (jobs == null || jobs.isNull()) {
            return List.of();
        }
        if (jobs.isIntegralNumber()) {
            // The model of dbtc, a client in use, can say one number here and nothing else.
            return List.of(jobId(jobs, "job_ids"));
        }
        if (!jobs.isArray() || jobs.size() > MOST_JOBS) {
            throw field("job_ids", "a list of up to " + MOST_JOBS + " job ids; an empty list means every job");
        }
        Set<String> read = new LinkedHashSet<>();
        for (int i = 0; i < jobs.size(); i++) {
            read.add(jobId(jobs.get(i), "job_ids[" + i + "]"));
        }
        return new ArrayList<>(read);
    }

    private static String jobId(JsonNode job, String name) throws ApiException {
        String text = job.isIntegralNumber() || job.isTextual() ? job.asText() : "";
        if (!text.matches("[0-9]{1,20}")) {
            throw field(name, "a job id: a whole number of up to 20 digits");
        }
        return text;
    }

    private static String clientUrl(JsonNode json) throws ApiException {
        JsonNode url = json.get("client_url");
        String expected = "an address that starts with http:// or https:// and names a host";
        if (url == null || !url.isTextual() || url.asText().length() > LONGEST_URL) {
            throw field("client_url", expected);
        }
        try {
            URI uri = new URI(url.asText().trim());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getPort() <= 65_535) {
                return url.asText().trim();
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw field("client_url", expected);
    }

    private static boolean active(JsonNode json) throws ApiException {
        JsonNode active = json.get("active");
        if (active == null || active.isNull()) {
            return true;
        }
        if (!active.isBoolean()) {
            throw field("active", "true or false");
        }
        return active.asBoolean();
    }

    static ApiException field(String name, String expected) {
        return new ApiException(400, "The field '" + name + "' is missing or not usable: expected " + expected + ".");
    }
}
