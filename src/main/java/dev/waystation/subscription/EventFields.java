package dev.waystation.subscription;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;

/** An event's fields as expressions and templates see them. Pure functions; safe for use by several threads. */
public final class EventFields {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EventFields() {}

    /** The fields of the JSON object in these bytes; none when they hold something else. */
    public static Map<String, Object> of(byte[] json) {
        try {
            Map<String, Object> fields = JSON.readValue(json, new TypeReference<>() {});
            return fields == null ? Map.of() : fields;
        } catch (IOException e) {
            return Map.of();
        }
    }
}
