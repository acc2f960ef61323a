package dev.waystation.event.received;

import dev.waystation.event.RunEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A run event in Prefect's form, as the event feed shows it and as it is forwarded to Prefect. It is made from the stored
 * bytes alone, so the same run event looks the same every time:
 *
 * <table>
 * <caption>Where each field comes from</caption>
 * <tr><th>field</th><th>value</th></tr>
 * <tr><td>{@code id}</td><td>{@code eventId} if that is a UUID in lower case; else a UUID of version 5 made from the account
 *     and the {@code eventId}</td></tr>
 * <tr><td>{@code event}</td><td>{@code eventType}, such as {@code job.run.completed}</td></tr>
 * <tr><td>{@code occurred}</td><td>{@code timestamp}, cut to microseconds</td></tr>
 * <tr><td>{@code received}</td><td>when Waystation accepted it</td></tr>
 * <tr><td>{@code resource}</td><td>{@code prefect.resource.id} {@code dbt.job.<jobId>}, {@code prefect.resource.name} the
 *     job's name, {@code dbt.run-status} and {@code dbt.run-status-code}</td></tr>
 * <tr><td>{@code related}</td><td>{@code dbt.run.<runId>} as {@code run}, {@code dbt.environment.<environmentId>} as {@code
 *     environment}, {@code dbt.project.<projectId>} as {@code project}, the last two with their names; where a payload has a
 *     name and no id, as in dbt's older generations, the name stands in for the id</td></tr>
 * <tr><td>{@code payload}</td><td>the whole run event as stored, without the fields of any one webhook</td></tr>
 * </table>
 *
 * <p>What the run event does not say has no label and no related resource. U+0000 in a label and halves of surrogate pairs
 * become U+FFFD, as in every received event.
 */
public final class RunEventAsReceived {

    /** Before a job's id in {@code prefect.resource.id}. */
    public static final String JOB_PREFIX = "dbt.job.";

    private static final UUID NAMESPACE = UUID.fromString("7d3f0c52-6a1e-4b52-9c1b-0f6f5a4d2e81");

    private RunEventAsReceived() {}

    /** The run event in Prefect's form. */
    public static ReceivedEvent of(RunEvent event, Instant accepted) {
        return of(event.accountId(), event.body().stored(), accepted);
    }

    /**
     * A run event in Prefect's form, from the bytes that are stored of it.
     *
     * @param stored {@link dev.waystation.event.EventBody#stored()} of a run event; not changed
     * @param accepted when Waystation accepted it
     * @throws IllegalArgumentException if these bytes are not those of a run event
     */
    public static ReceivedEvent of(long account, byte[] stored, Instant accepted) {
        Map<?, ?> run = parse(stored);
        if (!(run.get("eventId") instanceof String eventId)
                || !(run.get("eventType") instanceof String eventType)
                || !(run.get("data") instanceof Map<?, ?> data)) {
            throw new IllegalArgumentException("this is not a stored run event");
        }
        // Spliced in as it is, unless it has halves of surrogate pairs, which are stored as escapes.
        boolean clean = !contains(stored, "\\ud");
        Map<String, Object> payload = clean ? texts(run) : CleanJson.map(run);
        Instant occurred = EventTime.parse(run.get("timestamp"));
        return new ReceivedEvent(
                id(account, eventId),
                account,
                eventType,
                resource(data),
                related(data),
                payload,
                occurred == null ? accepted : occurred,
                null,
                accepted,
                event -> EventJson.write(event, clean ? stored : null));
    }

    /**
     * The id that a run event has in the feed: the event id itself if it is a UUID as {@link UUID#toString} writes it, else
     * one made from both (RFC 9562 section 5.5), always the same.
     */
    public static UUID id(long account, String eventId) {
        UUID own = uuid(eventId);
        return own != null ? own : nameBased(account + "/" + eventId);
    }

    /** The {@code prefect.resource.id} of a job. */
    public static String resourceId(String jobId) {
        return JOB_PREFIX + jobId;
    }

    private static Map<String, String> resource(Map<?, ?> data) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("prefect.resource.id", resourceId(text(data, "jobId")));
        put(labels, "prefect.resource.name", text(data, "jobName"));
        put(labels, "dbt.run-status", text(data, "runStatus"));
        put(labels, "dbt.run-status-code", text(data, "runStatusCode"));
        return labels;
    }

    private static List<Map<String, String>> related(Map<?, ?> data) {
        List<Map<String, String>> related = new ArrayList<>(3);
        add(related, "run", text(data, "runId"), "");
        add(related, "environment", text(data, "environmentId"), text(data, "environmentName"));
        add(related, "project", text(data, "projectId"), text(data, "projectName"));
        return related;
    }

    private static void add(List<Map<String, String>> related, String role, String id, String name) {
        if (id.isEmpty() && name.isEmpty()) {
            return;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("prefect.resource.id", "dbt." + role + "." + (id.isEmpty() ? name : id));
        labels.put("prefect.resource.role", role);
        put(labels, "prefect.resource.name", name);
        related.add(labels);
    }

    private static void put(Map<String, String> labels, String label, String value) {
        if (!value.isEmpty()) {
            labels.put(label, value);
        }
    }

    /** The text or number of a field as a label may have it; empty if there is none. */
    private static String text(Map<?, ?> data, String field) {
        Object value = data.get(field);
        return value == null ? "" : CleanJson.text(value.toString()).replace('\0', '\uFFFD');
    }

    private static Map<?, ?> parse(byte[] stored) {
        try {
            if (PythonJson.parse(new String(stored, StandardCharsets.UTF_8)) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (PythonJson.NotJson e) {
            throw new IllegalArgumentException("this is not a stored run event", e);
        }
        throw new IllegalArgumentException("this is not a stored run event");
    }

    /** The same map; all keys of parsed JSON are text. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> texts(Map<?, ?> json) {
        return (Map<String, Object>) json;
    }

    private static UUID uuid(String text) {
        if (text.length() != 36) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static UUID nameBased(String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
        sha1.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .array());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong() & ~0xF000L | 0x5000L;
        long low = hash.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private static boolean contains(byte[] bytes, String ascii) {
        byte[] sought = ascii.getBytes(StandardCharsets.US_ASCII);
        outer:
        for (int i = 0; i <= bytes.length - sought.length; i++) {
            for (int j = 0; j < sought.length; j++) {
                if (bytes[i + j] != sought[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }
}
