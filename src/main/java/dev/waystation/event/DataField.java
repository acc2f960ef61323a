package dev.waystation.event;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The fields of {@code data} in the order that they are sent in, with the names that each generation gives them. */
enum DataField {
    JOB_ID("jobId", "job_id", Kind.ID, 20),
    JOB_NAME("jobName", "job_name", Kind.TEXT, 1_000),
    RUN_ID("runId", "run_id", Kind.ID, 64),
    ENVIRONMENT_ID("environmentId", "environment_id", Kind.ID, 64),
    ENVIRONMENT_NAME("environmentName", "environment_name", Kind.TEXT, 1_000),
    DBT_VERSION("dbtVersion", "dbt_version", Kind.TEXT, 1_000),
    PROJECT_NAME("projectName", "project_name", Kind.TEXT, 1_000),
    PROJECT_ID("projectId", "project_id", Kind.ID, 64),
    RUN_STATUS("runStatus", "run_status", Kind.TEXT, 64),
    RUN_STATUS_CODE("runStatusCode", "run_status_code", Kind.INTEGER, 9),
    RUN_STATUS_MESSAGE("runStatusMessage", "run_status_message", Kind.TEXT, Integer.MAX_VALUE),
    RUN_REASON("runReason", "run_reason", Kind.TEXT, Integer.MAX_VALUE),
    RUN_STARTED_AT("runStartedAt", "run_started_at", Kind.TIME, 64),
    RUN_FINISHED_AT("runFinishedAt", "run_finished_at", Kind.TIME, 64),
    RUN_ERRORED_AT("runErroredAt", "run_errored_at", Kind.TIME, 64),
    RUN_CANCELED_AT("runCanceledAt", "run_canceled_at", Kind.TIME, 64),
    /** Only the 2022 draft has the webhook's name here. Like its later forms it is dropped. */
    WEBHOOK_NAME("webhook_name", "webhook_name", Kind.DROPPED, 0);

    /** What a field holds. */
    enum Kind {
        /** A string of digits in dbt's payloads; an integer is taken too, and sent as a string. */
        ID,
        TEXT,
        INTEGER,
        /** A string; only the draft's way of writing a time is changed. */
        TIME,
        DROPPED
    }

    private static final Map<String, DataField> BY_NAME = new HashMap<>();

    static {
        for (DataField field : values()) {
            BY_NAME.put(field.json, field);
            BY_NAME.put(field.draft, field);
        }
    }

    /** The name in what is sent. */
    final String json;

    final Kind kind;

    /** The most characters that a value may have. */
    final int maxLength;

    /** The name as it is written before a value. */
    final byte[] key;

    private final String draft;

    DataField(String json, String draft, Kind kind, int maxLength) {
        this.json = json;
        this.draft = draft;
        this.kind = kind;
        this.maxLength = maxLength;
        this.key = ('"' + json + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** The field of that name, or null. */
    static DataField named(String name) {
        return BY_NAME.get(name);
    }

    /** Whether the name is one that only the 2022 draft has. */
    boolean isDraftName(String name) {
        return draft.equals(name);
    }

    String path() {
        return "data." + json;
    }
}
