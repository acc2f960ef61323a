package dev.waystation.source;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Run events of dbt Core's runs, in dbt Cloud's form. As in dbt Cloud a run that ended is told by
 * {@code job.run.completed}, and one that failed by {@code job.run.errored} before it. The events' ids are made of the
 * invocation's, so that the same artifact always makes the same events.
 */
public final class DbtCoreEvents {

    /** As much as a chat message or a page shows. */
    static final int LONGEST_STATUS_MESSAGE = 1_000;

    /** What dbt Cloud sends when there is nothing to say; receivers compare with it. */
    private static final String NO_MESSAGE = "None";

    private DbtCoreEvents() {}

    /** The events of a run, as {@code events:publish} takes them: one, or two when the run failed. */
    public static List<Map<String, Object>> of(RunResults run, DbtJob job) {
        List<Map<String, Object>> events = new ArrayList<>();
        if (run.failed()) {
            events.add(event("errored", run, job, "runErroredAt"));
        }
        events.add(event("completed", run, job, "runFinishedAt"));
        return events;
    }

    private static Map<String, Object> event(String word, RunResults run, DbtJob job, String endField) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("jobId", job.id());
        putUnlessEmpty(data, "jobName", job.name());
        data.put("runId", run.invocationId());
        putUnlessEmpty(data, "environmentName", job.environment());
        putUnlessEmpty(data, "dbtVersion", run.dbtVersion());
        putUnlessEmpty(data, "projectName", run.project());
        data.put("runStatus", run.failed() ? "Errored" : "Success");
        data.put("runStatusCode", run.failed() ? 20 : 10);
        data.put("runStatusMessage", statusMessage(run));
        data.put("runReason", run.command().isEmpty() ? "dbt Core" : "dbt " + run.command());
        data.put("runStartedAt", second(run.startedAt()));
        data.put(endField, second(run.generatedAt()));
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("eventId", "dbt_" + run.invocationId() + "_" + word);
        event.put("timestamp", run.generatedAt().toString());
        event.put("eventType", "job.run." + word);
        event.put("data", data);
        return event;
    }

    /** Which nodes failed and why; as many as fit. */
    static String statusMessage(RunResults run) {
        if (!run.failed()) {
            return NO_MESSAGE;
        }
        StringBuilder text = new StringBuilder()
                .append(run.failures().size())
                .append(" of ")
                .append(run.total())
                .append(" nodes failed");
        if (run.skipped() > 0) {
            text.append(", ").append(run.skipped()).append(" skipped");
        }
        String separator = ": ";
        int named = 0;
        for (RunResults.Failure failure : run.failures()) {
            String item = separator + failure.node() + " (" + failure.status() + ")"
                    + (failure.message().isEmpty() ? "" : ": " + failure.message());
            int left = run.failures().size() - named;
            // There is always room for the number of those that are left out.
            if (text.length() + item.length() > LONGEST_STATUS_MESSAGE - 30) {
                text.append(separator).append("and ").append(left).append(" more");
                break;
            }
            text.append(item);
            separator = "; ";
            named++;
        }
        return Texts.cut(text.toString(), LONGEST_STATUS_MESSAGE);
    }

    /** dbt Cloud tells a run's times to the second, and receivers parse them so. */
    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void putUnlessEmpty(Map<String, Object> data, String field, String value) {
        if (!value.isEmpty()) {
            data.put(field, value);
        }
    }
}
