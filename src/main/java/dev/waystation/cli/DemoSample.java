package dev.waystation.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A payload that the demo publishes, and what a reader of the file would say about it. It is read here on its own, not
 * with the gateway's reader, so that the demo expects what the files say and not what the gateway made of them.
 *
 * @param file its name
 * @param bytes what is published, as it is in the file; not copied
 * @param json the same, parsed
 */
record DemoSample(String file, byte[] bytes, JsonNode json) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static DemoSample load(String file) throws IOException {
        try (InputStream in = DemoSample.class.getResourceAsStream("samples/" + file)) {
            if (in == null) {
                throw new FileNotFoundException("the sample " + file + " is not in the jar");
            }
            byte[] bytes = in.readAllBytes();
            return new DemoSample(file, bytes, JSON.readTree(bytes));
        }
    }

    long account() {
        return either(json, "accountId", "account_id").asLong();
    }

    String eventId() {
        return either(json, "eventId", "event_id").asText();
    }

    String eventType() {
        return either(json, "eventType", "event_type").asText();
    }

    String jobId() {
        return either(json.path("data"), "jobId", "job_id").asText();
    }

    /** The value under today's name, or else under that of the 2022 draft. */
    static JsonNode either(JsonNode object, String name, String draftName) {
        return object.has(name) ? object.path(name) : object.path(draftName);
    }
}
