package dev.waystation.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.waystation.event.received.EventDefaults;
import dev.waystation.event.received.EventLimits;
import dev.waystation.event.received.InvalidReceivedEventException;
import dev.waystation.event.received.PythonJson;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.event.received.ReceivedEventReader;
import dev.waystation.event.received.UuidV7;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads received events from a route's body: one object in Prefect's form or a list of them, as JSON or as maps. A missing
 * {@code id} becomes a new one, a missing {@code occurred} the present time. Safe for use by several threads.
 */
final class ReceivedEventBody {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ReceivedEventReader reader = new ReceivedEventReader(EventLimits.DEFAULTS);

    /** @throws IllegalArgumentException when the body is something else; the message names the field */
    List<ReceivedEvent> read(Object body, long account, Instant now) {
        Object json = parsed(body);
        List<?> items = json instanceof List<?> list ? list : List.of(json);
        List<ReceivedEvent> events = new ArrayList<>(items.size());
        for (Object item : items) {
            try {
                EventDefaults defaults = new EventDefaults(UuidV7.at(now), now, Map::of, null);
                events.add(reader.event(item, account, now, defaults));
            } catch (InvalidReceivedEventException e) {
                throw new IllegalArgumentException(
                        "events:publish?form=received: the body is no event: " + e.getMessage(), e);
            }
        }
        return events;
    }

    private static Object parsed(Object body) {
        try {
            String text = body instanceof byte[] bytes
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : body instanceof CharSequence chars ? chars.toString() : JSON.writeValueAsString(body);
            return PythonJson.parse(text);
        } catch (PythonJson.NotJson | JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "events:publish?form=received: the body is no JSON: " + e.getMessage(), e);
        }
    }
}
