package dev.waystation.event;

import java.time.Instant;
import java.util.Objects;

/**
 * An event of a job's run. {@link RunEventReader} makes one from any generation of dbt Cloud's payload.
 *
 * @param accountId greater than 0
 * @param eventId 1 to 64 characters of {@code A-Z a-z 0-9 _ -}
 * @param eventType one of {@link EventTypes#RUN}
 * @param jobId decimal digits
 * @param jobName empty when the payload has none
 * @param runId empty when the payload has none
 * @param runStatus as sent, usually one of {@link RunStatuses}; null when not known
 * @param environmentName null when the payload has none
 * @param projectName null when the payload has none
 * @param time the payload's {@code timestamp}
 * @param body what is stored and sent
 */
public record RunEvent(
        long accountId,
        String eventId,
        String eventType,
        String jobId,
        String jobName,
        String runId,
        String runStatus,
        String environmentName,
        String projectName,
        Instant time,
        EventBody body)
        implements Event {

    public RunEvent {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(eventType, "eventType");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(jobName, "jobName");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(body, "body");
    }

    /** The job's id. */
    @Override
    public String subject() {
        return jobId;
    }
}
