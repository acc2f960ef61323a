package dev.waystation.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.event.EventTypes;
import dev.waystation.event.RunStatuses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Run events to try a gateway with: the demo's samples of dbt's present form, as if the run were of this minute. Ids that
 * would make two of them one are new each time.
 */
final class SampleRun {

    /** dbt's documentation has no canceled run in today's form; it differs from an errored one in one field's name. */
    private static final Map<String, String> FILES = Map.of(
            EventTypes.STARTED, "ga-started.json",
            EventTypes.COMPLETED, "ga-completed.json",
            EventTypes.ERRORED, "ga-errored.json",
            EventTypes.CANCELED, "ga-errored.json");

    private static final Duration RUN = Duration.ofSeconds(90);

    private final Clock clock;
    private final ObjectNode sample;
    private long made;

    private SampleRun(Clock clock, ObjectNode sample) {
        this.clock = clock;
        this.sample = sample;
    }

    /** @param type of {@link EventTypes#RUN} */
    static SampleRun of(String type, Clock clock) {
        try {
            ObjectNode sample = (ObjectNode) DemoSample.load(FILES.get(type)).json();
            sample.remove("eventId");
            sample.remove("accountId");
            sample.remove("webhooksID");
            sample.remove("webhookName");
            sample.put("eventType", type);
            SampleRun run = new SampleRun(clock, sample);
            run.data().put("runReason", "Sent by hand with 'waystation send'");
            run.status(type.equals(EventTypes.COMPLETED) ? RunStatuses.SUCCESS : RunStatuses.certainFor(type));
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode data() {
        return (ObjectNode) sample.get("data");
    }

    /** Sets a field of {@code data}; null leaves it as it is. */
    SampleRun with(String field, String value) {
        if (value != null) {
            data().put(field, value);
        }
        return this;
    }

    /** Sets the run's status and its number, where it has one; null leaves both as they are. */
    SampleRun status(String status) {
        if (status != null) {
            data().put("runStatus", status);
            Integer code = RunStatuses.codeOf(status);
            if (code == null) {
                data().remove("runStatusCode");
            } else {
                data().put("runStatusCode", code);
            }
        }
        return this;
    }

    /** The next event: of a run of its own, which ended now, or began now. */
    ObjectNode next() {
        Instant now = clock.instant();
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        ObjectNode event = sample.deepCopy();
        String type = event.get("eventType").asText();
        boolean began = type.equals(EventTypes.STARTED);
        event.put("timestamp", now.toString());
        ObjectNode data = (ObjectNode) event.get("data");
        data.put("runId", Long.toString(now.toEpochMilli() * 1_000 + made++));
        data.remove("runFinishedAt");
        data.remove("runErroredAt");
        data.put("runStartedAt", (began ? second : second.minus(RUN)).toString());
        switch (type) {
            case EventTypes.COMPLETED -> data.put("runFinishedAt", second.toString());
            case EventTypes.ERRORED -> data.put("runErroredAt", second.toString());
            case EventTypes.CANCELED -> data.put("runCanceledAt", second.toString());
            default -> {}
        }
        return event;
    }
}
