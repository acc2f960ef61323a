package dev.waystation.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.event.EventTypes;
import dev.waystation.event.InvalidEventException;
import dev.waystation.event.RunEvent;
import dev.waystation.event.RunEventReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Builds payloads of run events for tests, in dbt Cloud's present form. What is not said is left out, apart from the type,
 * job 123 and run 1. A builder may be used again; it is for one thread.
 */
public final class RunEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> envelope = new LinkedHashMap<>();
    private final Map<String, Object> data = new LinkedHashMap<>();

    private RunEvents(String type) {
        envelope.put("eventType", type);
        data.put("jobId", "123");
        data.put("runId", "1");
    }

    /** An event of any type, also one that does not exist. */
    public static RunEvents ofType(String type) {
        return new RunEvents(type);
    }

    /** A run that has started. */
    public static RunEvents started() {
        return ofType(EventTypes.STARTED).status("Running", 3);
    }

    /** A run that has succeeded. */
    public static RunEvents completed() {
        return ofType(EventTypes.COMPLETED).status("Success", 10);
    }

    /** A run that has failed, as told at once. */
    public static RunEvents errored() {
        return ofType(EventTypes.ERRORED).status("Errored", 20);
    }

    /** A run that was canceled. */
    public static RunEvents canceled() {
        return ofType(EventTypes.CANCELED).status("Canceled", 30);
    }

    public RunEvents account(long id) {
        return envelope("accountId", id);
    }

    public RunEvents id(String eventId) {
        return envelope("eventId", eventId);
    }

    public RunEvents at(Instant time) {
        return envelope("timestamp", time.toString());
    }

    public RunEvents job(String id) {
        return with("jobId", id);
    }

    public RunEvents job(String id, String name) {
        return with("jobId", id).with("jobName", name);
    }

    public RunEvents run(String id) {
        return with("runId", id);
    }

    public RunEvents status(String name, int code) {
        return with("runStatus", name).with("runStatusCode", code);
    }

    /** Sets a field of {@code data}; null removes it. */
    public RunEvents with(String field, Object value) {
        return put(data, field, value);
    }

    /** Sets a field beside {@code data}; null removes it. */
    public RunEvents envelope(String field, Object value) {
        return put(envelope, field, value);
    }

    /** The payload as compact JSON. */
    public String json() {
        Map<String, Object> whole = new LinkedHashMap<>(envelope);
        whole.put("data", data);
        try {
            return JSON.writeValueAsString(whole);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The payload as UTF-8. */
    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    /** The event that the payload is read as, of account 1 unless {@link #account} was called; the clock fills in its time. */
    public RunEvent event(Clock clock) {
        try {
            return new RunEventReader(clock)
                    .read(bytes(), "application/json", 0, 1)
                    .get(0);
        } catch (InvalidEventException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** The payloads as a JSON array. */
    public static String array(List<RunEvents> events) {
        return events.stream().map(RunEvents::json).collect(Collectors.joining(",", "[", "]"));
    }

    /** The payloads as NDJSON, a line for each. */
    public static String lines(List<RunEvents> events) {
        return events.stream().map(e -> e.json() + "\n").collect(Collectors.joining());
    }

    private RunEvents put(Map<String, Object> fields, String field, Object value) {
        if (value == null) {
            fields.remove(field);
        } else {
            fields.put(field, value);
        }
        return this;
    }
}
