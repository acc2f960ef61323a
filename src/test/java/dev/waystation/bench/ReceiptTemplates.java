package dev.waystation.bench;

/** Templates of the webhooks that are measured. */
final class ReceiptTemplates {

    /** The built-in one: the body is the event. */
    static final String DBT = "dbt";

    private ReceiptTemplates() {}

    /**
     * Makes an event in Prefect's form of dbt's, with a payload of its own.
     *
     * @param prefix the first word of the event's name
     */
    static String dynamic(String prefix) {
        return """
                {
                    "event": {{ ("%s." ~ body.eventType)|tojson }},
                    "occurred": {{ body.timestamp|tojson }},
                    "resource": {
                        "prefect.resource.id": {{ ("dbt.job." ~ body.data.jobId)|tojson }},
                        "prefect.resource.name": {{ body.data.jobName|tojson }}
                    },
                    "related": [
                        {
                            "prefect.resource.id": {{ ("dbt.environment." ~ body.data.environmentId)|tojson }},
                            "prefect.resource.role": "environment",
                            "prefect.resource.name": {{ body.data.environmentName|tojson }}
                        }
                    ],
                    "payload": {
                        "event_id": {{ body.eventId|tojson }},
                        "run_id": {{ body.data.runId|tojson }},
                        "status": {{ body.data.runStatus|tojson }},
                        "status_code": {{ body.data.runStatusCode|tojson }},
                        "reason": {{ body.data.runReason|tojson }},
                        "started_at": {{ body.data.runStartedAt|tojson }},
                        "finished_at": {{ body.data.runFinishedAt|tojson }}
                    }
                }
                """.formatted(prefix);
    }
}
