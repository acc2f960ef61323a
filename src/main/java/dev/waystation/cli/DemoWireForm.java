package dev.waystation.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.waystation.event.EventTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The bytes that an endpoint must get for a sample: dbt Cloud's generally available payload, compact, keys in the
 * documented order. Written for the samples alone and without the gateway's code, as a second opinion on what it sends.
 */
final class DemoWireForm {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<String> DATA = List.of(
            "jobId",
            "jobName",
            "runId",
            "environmentId",
            "environmentName",
            "dbtVersion",
            "projectName",
            "projectId",
            "runStatus",
            "runStatusCode",
            "runStatusMessage",
            "runReason",
            "runStartedAt",
            "runFinishedAt",
            "runErroredAt",
            "runCanceledAt");

    private record Status(String name, int code) {}

    /** In the samples all runs that were completed had succeeded. */
    private static final Map<String, Status> STATUS = Map.of(
            EventTypes.STARTED, new Status("Running", 3),
            EventTypes.COMPLETED, new Status("Success", 10),
            EventTypes.ERRORED, new Status("Errored", 20),
            EventTypes.CANCELED, new Status("Canceled", 30));

    private DemoWireForm() {}

    static byte[] of(DemoSample sample, String webhookId, String webhookName) {
        ObjectNode body = JSON.createObjectNode();
        body.put("accountId", sample.account());
        body.put("eventId", sample.eventId());
        body.set("timestamp", time(sample.json().path("timestamp")));
        body.put("eventType", sample.eventType());
        body.put("webhookId", webhookId);
        body.put("webhookName", webhookName);
        body.set("data", data(sample));
        try {
            return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON could not be written", e);
        }
    }

    private static ObjectNode data(DemoSample sample) {
        ObjectNode data = JSON.createObjectNode();
        Status status = STATUS.get(sample.eventType());
        for (String name : DATA) {
            JsonNode value = DemoSample.either(sample.json().path("data"), name, snakeCase(name));
            if (name.equals("runStatus")) {
                data.put(name, status.name());
            } else if (name.equals("runStatusCode")) {
                data.put(name, status.code());
            } else if (!value.isMissingNode()) {
                data.set(name, name.endsWith("At") ? time(value) : value);
            }
        }
        return data;
    }

    /** The draft writes {@code 2022-05-02 12:42:31} and means UTC. */
    private static JsonNode time(JsonNode time) {
        String text = time.asText();
        return text.indexOf(' ') < 0 ? time : TextNode.valueOf(text.replace(' ', 'T') + "Z");
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
