package dev.waystation.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.event.EventTypes;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.Subscriptions;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Reads the body of a request that describes a subscription, and names the field that is not as expected. */
final class SubscriptionRequest {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_DESCRIPTION = 4_000;
    private static final int LONGEST_URL = 4_000;
    private static final int MOST_JOBS = 10_000;

    private SubscriptionRequest() {}

    static Subscriptions.Draft read(byte[] body, long account) throws ApiException {
        JsonNode json = parse(body);
        return new Subscriptions.Draft(
                account,
                name(json),
                description(json),
                eventTypes(json),
                jobIds(json),
                Subscription.Destination.HTTP,
                clientUrl(json),
                active(json));
    }

    private static JsonNode parse(byte[] body) throws ApiException {
        try {
            JsonNode json = Replies.JSON.readTree(body == null ? new byte[0] : body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    400,
                    "The body is not JSON: " + e.getOriginalMessage() + " (line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ").");
        } catch (IOException e) {
            throw new ApiException(400, "The body cannot be read.");
        }
        throw new ApiException(400, "The body is not a JSON object that describes a subscription.");
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
        String expected = "a list of one or more of " + EventTypes.RUN;
        if (types == null || !types.isArray() || types.isEmpty()) {
            throw field("event_types", expected);
        }
        List<String> read = new ArrayList<>();
        for (JsonNode type : types) {
            if (!type.isTextual() || !EventTypes.RUN.contains(type.asText())) {
                throw field("event_types[" + read.size() + "]", expected);
            }
            read.add(type.asText());
        }
        return read;
    }

    private static List<String> jobIds(JsonNode json) throws ApiException {
        JsonNode jobs = json.get("job_ids");
        if (jobs == null || jobs.isNull()) {
            return List.of();
        }
        if (!jobs.isArray() || jobs.size() > MOST_JOBS) {
            throw field("job_ids", "a list of up to " + MOST_JOBS + " job ids; an empty list means every job");
        }
        List<String> read = new ArrayList<>();
        for (JsonNode job : jobs) {
            String text = job.isIntegralNumber() || job.isTextual() ? job.asText() : "";
            if (!text.matches("\\d{1,20}")) {
                throw field("job_ids[" + read.size() + "]", "a job id: a whole number of up to 20 digits");
            }
            read.add(text);
        }
        return read;
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

    private static ApiException field(String name, String expected) {
        return new ApiException(400, "The field '" + name + "' is missing or not usable: expected " + expected + ".");
    }
}
