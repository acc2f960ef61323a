package dev.waystation.event.received;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What stands in for fields that an event was offered without.
 *
 * @param id used when there is none; null makes the field required
 * @param occurred used when there is none; null makes the field required
 * @param payload asked for one when there is none
 * @param alsoRelated added to the related resources in any case; null for none
 * @param follows used when there is none; null for none
 */
public record EventDefaults(
        UUID id,
        Instant occurred,
        Supplier<Map<String, Object>> payload,
        Map<String, String> alsoRelated,
        UUID follows) {

    /** The rules of Prefect's events API: id and time are the client's to give. */
    public static final EventDefaults NONE = new EventDefaults(null, null, Map::of, null, null);
}
