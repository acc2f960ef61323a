package dev.waystation.camel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.waystation.delivery.Delivery;
import dev.waystation.event.EventTypes;
import java.io.IOException;

/**
 * The two fields of a stored run event that routes choose by. Read by looking over the bytes once, because it happens
 * for each attempt.
 *
 * @param runId null when the event has none
 * @param runStatus null when the event has none
 */
record RunFields(String runId, String runStatus) {

    private static final RunFields NONE = new RunFields(null, null);

    private static final JsonFactory JSON = new JsonFactory();

    /** Of a delivery; of one that is no run event, nothing. */
    static RunFields of(Delivery delivery) {
        if (!EventTypes.RUN.contains(delivery.eventType())) {
            return NONE;
        }
        try (JsonParser parser = JSON.createParser(delivery.body().stored())) {
            return read(parser);
        } catch (IOException e) {
            // The bytes were checked when they were accepted.
            return NONE;
        }
    }

    private static RunFields read(JsonParser parser) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean data = "data".equals(parser.currentName());
            parser.nextToken();
            if (data) {
                return readData(parser);
            }
            parser.skipChildren();
        }
        return NONE;
    }

    private static RunFields readData(JsonParser parser) throws IOException {
        String runId = null;
        String runStatus = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME && (runId == null || runStatus == null)) {
            String name = parser.currentName();
            parser.nextToken();
            if ("runId".equals(name)) {
                runId = parser.getValueAsString();
            } else if ("runStatus".equals(name)) {
                runStatus = parser.getValueAsString();
            } else {
                parser.skipChildren();
            }
        }
        return new RunFields(runId, runStatus);
    }
}
