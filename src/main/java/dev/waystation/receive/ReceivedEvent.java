package dev.waystation.receive;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * An event in Prefect's form: something happened to a resource. Immutable; times are kept to the microsecond, as Prefect
 * does. Make one with {@link PrefectEventValidator}, which knows the limits.
 *
 * @param id identifies the event; the same id again is the same event
 * @param account the tenant; in Prefect's paths the UUID that ends in these digits
 * @param event the name, such as {@code model.refreshed}
 * @param resource labels of what it happened to; {@code prefect.resource.id} is one of them
 * @param related labels of what else took part; each has a {@code prefect.resource.role}
 * @param payload JSON values: maps, lists, texts, numbers, booleans and null
 * @param occurred when it happened, by whoever says so
 * @param follows the id of an event that came before, or null
 * @param received when it came in here
 */
public record ReceivedEvent(
        UUID id,
        long account,
        String event,
        Map<String, String> resource,
        List<Map<String, String>> related,
        Map<String, Object> payload,
        Instant occurred,
        UUID follows,
        Instant received) {

    public ReceivedEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(event, "event");
        resource = ordered(resource);
        related = related.stream().map(ReceivedEvent::ordered).toList();
        payload = ordered(payload);
        occurred = occurred.truncatedTo(ChronoUnit.MICROS);
        received = received.truncatedTo(ChronoUnit.MICROS);
    }

    /** The value of {@code prefect.resource.id}, by which subscriptions find an event. */
    public String resourceId() {
        return resource.get("prefect.resource.id");
    }

    /**
     * The event as JSON in UTF-8, as Prefect's events API takes and gives it: without blanks, keys in a fixed order, times
     * with {@code Z}. The same event always gives the same bytes. The account is not part of it.
     */
    public byte[] toJson() {
        return EventJson.write(this);
    }

    /**
     * Reads back what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if these bytes were not written by it
     */
    public static ReceivedEvent fromJson(long account, byte[] json) {
        return EventJson.read(account, json);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
