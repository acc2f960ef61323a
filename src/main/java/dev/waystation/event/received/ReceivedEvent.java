package dev.waystation.event.received;

import dev.waystation.event.Event;
import dev.waystation.event.EventBody;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * An event in Prefect's form: something happened to a resource. Immutable; times are kept to the microsecond, as Prefect
 * does. Make one with {@link ReceivedEventReader}, which knows the limits.
 *
 * <p>Its body is the event as JSON in UTF-8, as Prefect's events API takes and gives it: without blanks, keys in a fixed
 * order, times with {@code Z}. The same event always has the same bytes. The account is not part of it.
 */
public final class ReceivedEvent implements Event {

    private final UUID id;
    private final long account;
    private final String event;
    private final Map<String, String> resource;
    private final List<Map<String, String>> related;
    private final Map<String, Object> payload;
    private final Instant occurred;
    private final UUID follows;
    private final Instant received;
    private final EventBody body;

    /**
     * An event.
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
    public ReceivedEvent(
            UUID id,
            long account,
            String event,
            Map<String, String> resource,
            List<Map<String, String>> related,
            Map<String, Object> payload,
            Instant occurred,
            UUID follows,
            Instant received) {
        this(id, account, event, resource, related, payload, occurred, follows, received, EventJson::write);
    }

    /** @param wire makes the body of the event, whose other fields are set by then */
    ReceivedEvent(
            UUID id,
            long account,
            String event,
            Map<String, String> resource,
            List<Map<String, String>> related,
            Map<String, Object> payload,
            Instant occurred,
            UUID follows,
            Instant received,
            Function<ReceivedEvent, byte[]> wire) {
        this.id = Objects.requireNonNull(id, "id");
        this.account = account;
        this.event = Objects.requireNonNull(event, "event");
        this.resource = ordered(resource);
        this.related = related.stream().map(ReceivedEvent::ordered).toList();
        this.payload = ordered(payload);
        this.occurred = occurred.truncatedTo(ChronoUnit.MICROS);
        this.follows = follows;
        this.received = received.truncatedTo(ChronoUnit.MICROS);
        this.body = EventBody.of(wire.apply(this), EventBody.NO_WEBHOOK);
    }

    /** Identifies the event. */
    public UUID id() {
        return id;
    }

    @Override
    public long accountId() {
        return account;
    }

    /** The id as text. */
    @Override
    public String eventId() {
        return id.toString();
    }

    /** The name, such as {@code model.refreshed}. */
    @Override
    public String eventType() {
        return event;
    }

    /** The value of {@code prefect.resource.id}, by which subscriptions find an event. */
    @Override
    public String subject() {
        return resource.get("prefect.resource.id");
    }

    /** When it happened. */
    @Override
    public Instant time() {
        return occurred;
    }

    @Override
    public EventBody body() {
        return body;
    }

    /** Labels of what it happened to. */
    public Map<String, String> resource() {
        return resource;
    }

    /** Labels of what else took part. */
    public List<Map<String, String>> related() {
        return related;
    }

    /** What the sender tells beyond the labels. */
    public Map<String, Object> payload() {
        return payload;
    }

    /** The id of an event that came before, or null. */
    public UUID follows() {
        return follows;
    }

    /** When it came in here. */
    public Instant received() {
        return received;
    }

    /**
     * Reads back what {@link #body()} holds. The bytes become the body again as they are; they are not copied.
     *
     * @throws IllegalArgumentException if these bytes were not written by it
     */
    public static ReceivedEvent fromJson(long account, byte[] json) {
        return EventJson.read(account, json);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReceivedEvent that && account == that.account && body.equals(that.body);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Tells neither labels nor payload: they may hold what does not belong into logs. */
    @Override
    public String toString() {
        return "ReceivedEvent[" + id + ", account " + account + ", " + event + "]";
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
