package dev.waystation.event.received;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Turns JSON into a {@link ReceivedEvent} by the rules and limits of Prefect's server, and names every field that breaks one.
 * Unknown fields are passed over, {@code received}, {@code account} and {@code workspace} are not the sender's to say.
 *
 * <p>Two things are stricter or kinder than Prefect, so that every event can be stored on every database and forwarded as
 * valid JSON: U+0000 in the name or a label is refused, and NaN, infinities and halves of surrogate pairs in a payload
 * become null and U+FFFD.
 */
public final class ReceivedEventReader {

    private static final String ID = "prefect.resource.id";
    private static final String ROLE = "prefect.resource.role";

    /** One broken resource of 500 labels should not make 500 messages. */
    private static final int MOST_PROBLEMS = 100;

    private final EventLimits limits;

    public ReceivedEventReader(EventLimits limits) {
        this.limits = limits;
    }

    /** The limits that events are held to. */
    public EventLimits limits() {
        return limits;
    }

    /**
     * Reads a batch as {@code POST /events} takes it: a JSON list of events, each with its {@code id} and {@code occurred}. All
     * or nothing.
     *
     * @throws InvalidReceivedEventException if any event is invalid; locations begin with the place in the list, or are empty
     */
    public List<ReceivedEvent> batch(String json, long account, Instant received) throws InvalidReceivedEventException {
        Object parsed;
        try {
            parsed = PythonJson.parse(json);
        } catch (PythonJson.NotJson e) {
            throw new InvalidReceivedEventException(
                    List.of(new EventProblem(List.of(), "json_invalid", "is not JSON: " + e.getMessage())));
        }
        if (!(parsed instanceof List<?> list)) {
            throw new InvalidReceivedEventException(List.of(new EventProblem(
                    List.of(), "list_type", "must be a list of events, but is " + Reading.kind(parsed))));
        }
        List<ReceivedEvent> events = new ArrayList<>();
        List<EventProblem> problems = new ArrayList<>();
        for (int i = 0; i < list.size() && problems.size() < MOST_PROBLEMS; i++) {
            Reading reading = new Reading(List.of(i));
            ReceivedEvent event = reading.event(list.get(i), account, received, EventDefaults.NONE);
            problems.addAll(reading.problems);
            events.add(event);
        }
        if (!problems.isEmpty()) {
            throw new InvalidReceivedEventException(problems);
        }
        return events;
    }

    /** One event; see {@link EventDefaults} for what may be left out. */
    public ReceivedEvent event(Object json, long account, Instant received, EventDefaults defaults)
            throws InvalidReceivedEventException {
        Reading reading = new Reading(List.of());
        ReceivedEvent event = reading.event(json, account, received, defaults);
        if (!reading.problems.isEmpty()) {
            throw new InvalidReceivedEventException(reading.problems);
        }
        return event;
    }

    /** The reading of one event, collecting what is wrong on the way. */
    private final class Reading {

        private final List<Object> base;
        private final List<EventProblem> problems = new ArrayList<>();

        Reading(List<Object> base) {
            this.base = base;
        }

        /** The event, or null and at least one problem. */
        ReceivedEvent event(Object json, long account, Instant received, EventDefaults defaults) {
            if (!(json instanceof Map<?, ?> fields)) {
                problem("model_type", "must be one JSON object, but is " + kind(json));
                return null;
            }
            Instant occurred = occurred(fields, defaults.occurred());
            String name = name(fields);
            Map<String, String> resource = resource(fields);
            List<Map<String, String>> related = related(fields, defaults.alsoRelated());
            Map<String, Object> payload = payload(fields, defaults);
            UUID id = fields.containsKey("id") ? uuid(fields.get("id"), "id") : defaults.id();
            if (id == null && !fields.containsKey("id")) {
                problem("missing", "is missing", "id");
            }
            UUID follows = fields.get("follows") == null ? defaults.follows() : uuid(fields.get("follows"), "follows");
            if (!problems.isEmpty()) {
                return null;
            }
            ReceivedEvent event =
                    new ReceivedEvent(id, account, name, resource, related, payload, occurred, follows, received);
            int size = event.body().stored().length;
            if (size > limits.sizeBytes()) {
                String whole = "is " + size + " bytes of JSON, at most " + limits.sizeBytes() + " are allowed";
                boolean debugging = defaults.alsoRelated() != null && !fields.containsKey("payload");
                problem(
                        "value_error",
                        debugging ? whole + "; without a payload of its own it holds the whole body" : whole);
            }
            return event;
        }

        private Instant occurred(Map<?, ?> fields, Instant otherwise) {
            if (!fields.containsKey("occurred")) {
                if (otherwise == null) {
                    problem("missing", "is missing", "occurred");
                }
                return otherwise;
            }
            Instant occurred = EventTime.parse(fields.get("occurred"));
            if (occurred == null) {
                problem("datetime_parsing", "must be an RFC 3339 time, such as 2026-02-03T04:05:06Z", "occurred");
            }
            return occurred;
        }

        private String name(Map<?, ?> fields) {
            if (!fields.containsKey("event")) {
                problem("missing", "is missing", "event");
                return null;
            }
            String name = text(fields.get("event"), "event");
            if (name != null && name.codePointCount(0, name.length()) > limits.nameLength()) {
                problem(
                        "string_too_long",
                        "has " + name.codePointCount(0, name.length()) + " characters, at most " + limits.nameLength()
                                + " are allowed",
                        "event");
            }
            return name;
        }

        private Map<String, String> resource(Map<?, ?> fields) {
            if (!fields.containsKey("resource")) {
                problem("missing", "is missing; it needs at least \"" + ID + "\"", "resource");
                return null;
            }
            return labels(fields.get("resource"), List.of(ID), "resource");
        }

        private List<Map<String, String>> related(Map<?, ?> fields, Map<String, String> also) {
            List<Map<String, String>> related = new ArrayList<>();
            if (fields.containsKey("related")) {
                if (!(fields.get("related") instanceof List<?> list)) {
                    problem(
                            "list_type",
                            "must be a list of resources, but is " + kind(fields.get("related"))
                                    + "; leave it out for none",
                            "related");
                    return related;
                }
                for (int i = 0; i < list.size() && i <= limits.relatedResources(); i++) {
                    related.add(labels(list.get(i), List.of(ID, ROLE), "related", i));
                }
                int all = list.size() + (also == null || related.contains(also) ? 0 : 1);
                if (all > limits.relatedResources()) {
                    problem(
                            "value_error",
                            "has " + all + " resources" + (also == null ? "" : " with the webhook itself")
                                    + ", at most " + limits.relatedResources() + " are allowed",
                            "related");
                }
            }
            if (also != null && !related.contains(also)) {
                related.add(also);
            }
            return related;
        }

        private Map<String, Object> payload(Map<?, ?> fields, EventDefaults defaults) {
            if (!fields.containsKey("payload")) {
                return defaults.payload().get();
            }
            if (!(fields.get("payload") instanceof Map<?, ?> payload)) {
                problem(
                        "dict_type",
                        "must be an object, but is " + kind(fields.get("payload")) + "; leave it out for none",
                        "payload");
                return null;
            }
            return CleanJson.map(payload);
        }

        private Map<String, String> labels(Object value, List<String> needed, Object... where) {
            if (!(value instanceof Map<?, ?> given)) {
                problem("dict_type", "must be an object of labels, but is " + kind(value), where);
                return Map.of();
            }
            if (given.size() > limits.labelsPerResource()) {
                problem(
                        "value_error",
                        "has " + given.size() + " labels, at most " + limits.labelsPerResource() + " are allowed",
                        where);
                return Map.of();
            }
            Map<String, String> labels = new LinkedHashMap<>();
            for (Map.Entry<?, ?> label : given.entrySet()) {
                String key = text(label.getKey(), where);
                String text = text(label.getValue(), and(where, label.getKey()));
                if (key != null && text != null) {
                    labels.put(key, text);
                }
            }
            for (String name : needed) {
                if (!given.containsKey(name)) {
                    problem("missing", "is missing", and(where, name));
                } else if ("".equals(given.get(name))) {
                    problem("value_error", "is empty", and(where, name));
                }
            }
            return labels;
        }

        private String text(Object value, Object... where) {
            if (!(value instanceof String text)) {
                problem("string_type", "must be text, but is " + kind(value) + "; put it in quotes", where);
                return null;
            }
            if (text.indexOf('\0') >= 0) {
                problem("value_error", "must not contain the character U+0000", where);
                return null;
            }
            return CleanJson.text(text);
        }

        private UUID uuid(Object value, String field) {
            UUID uuid = UuidText.parse(value);
            if (uuid == null) {
                problem(
                        "uuid_parsing",
                        "must be a UUID" + (value == null ? "; leave it out for a new one" : ""),
                        field);
            }
            return uuid;
        }

        private void problem(String type, String message, Object... where) {
            if (problems.size() < MOST_PROBLEMS) {
                List<Object> location = new ArrayList<>(base);
                location.addAll(List.of(where));
                problems.add(new EventProblem(location, type, message));
            }
        }

        private static Object[] and(Object[] where, Object last) {
            Object[] longer = java.util.Arrays.copyOf(where, where.length + 1);
            longer[where.length] = last;
            return longer;
        }

        static String kind(Object value) {
            if (value == null) {
                return "null";
            }
            if (value instanceof Boolean) {
                return "true or false";
            }
            if (value instanceof Number) {
                return "a number";
            }
            if (value instanceof String) {
                return "text";
            }
            return value instanceof List<?> ? "a list" : "an object";
        }
    }
}
