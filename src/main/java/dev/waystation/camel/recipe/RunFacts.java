package dev.waystation.camel.recipe;

import dev.waystation.camel.EventHeaders;
import dev.waystation.event.EventTypes;
import dev.waystation.jinja.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A step that sets the variable {@code run}: what a message about a run needs, from the event in the body. Each of its
 * fields is a text, and empty when the event does not tell it, so that templates need no second thoughts. A bean of a
 * Kamelet: configured once, then used by any number of threads.
 */
public final class RunFacts implements Processor {

    private String accessUrl = "";

    @Override
    public void process(Exchange exchange) {
        exchange.setVariable("run", facts(exchange.getMessage()));
    }

    private Map<String, Object> facts(Message message) {
        Map<?, ?> event = parse(message);
        Map<?, ?> data = event.get("data") instanceof Map<?, ?> map ? map : Map.of();
        String type = first(text(event, "eventType"), text(event, "event"));
        String job = text(data, "jobId");
        String ended = first(time(data, "runFinishedAt"), time(data, "runErroredAt"), time(data, "runCanceledAt"));
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("id", text(data, "runId"));
        run.put("outcome", outcome(type, text(data, "runStatus")));
        run.put("account", text(event, "accountId"));
        run.put("job_id", job);
        run.put("job", first(text(data, "jobName"), job.isEmpty() ? "" : "job " + job, header(message)));
        run.put("project", text(data, "projectName"));
        run.put("environment", text(data, "environmentName"));
        run.put("reason", text(data, "runReason"));
        run.put("message", text(data, "runStatusMessage"));
        run.put("at", first(ended, time(data, "runStartedAt"), time(event, "timestamp"), time(event, "occurred")));
        run.put("duration", duration(time(data, "runStartedAt"), ended));
        run.put("url", url(text(event, "accountId"), text(data, "projectId"), text(data, "runId")));
        return run;
    }

    private static Map<?, ?> parse(Message message) {
        try {
            return Json.parse(message.getBody(String.class)) instanceof Map<?, ?> map ? map : Map.of();
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    /** One word: started, succeeded, errored, canceled; or what the event calls itself. */
    private static String outcome(String type, String status) {
        if (type.equals(EventTypes.STARTED)) {
            return "started";
        }
        if (type.equals(EventTypes.ERRORED) || status.equals("Errored") || status.equals("Error")) {
            return "errored";
        }
        if (type.equals(EventTypes.CANCELED) || status.equals("Canceled") || status.equals("Cancelled")) {
            return "canceled";
        }
        if (status.equals("Success")) {
            return "succeeded";
        }
        return first(status, type.equals(EventTypes.COMPLETED) ? "completed" : type, "event");
    }

    /** dbt's page of a run; it needs all the ids, and events of tests and older ones lack some. */
    private String url(String account, String project, String run) {
        return accessUrl.isEmpty() || account.isEmpty() || project.isEmpty() || run.isEmpty()
                ? ""
                : accessUrl + "/deploy/" + encoded(account) + "/projects/" + encoded(project) + "/runs/" + encoded(run);
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String duration(String from, String to) {
        if (from.isEmpty() || to.isEmpty()) {
            return "";
        }
        Duration length = Duration.between(Instant.parse(from), Instant.parse(to));
        if (length.isNegative()) {
            return "";
        }
        if (length.toHours() > 0) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        return length.toMinutes() > 0
                ? length.toMinutes() + " min " + length.toSecondsPart() + " s"
                : length.toSeconds() + " s";
    }

    /** Python's None is what dbt writes for "nothing". */
    private static String text(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        String text = value instanceof String || value instanceof Number
                ? value.toString().strip()
                : "";
        return text.equals("None") ? "" : text;
    }

    /** An instant as RFC 3339; dbt writes the year 1970 when it does not know. */
    private static String time(Map<?, ?> fields, String name) {
        try {
            Instant time = Instant.parse(text(fields, name));
            return time.getEpochSecond() == 0 ? "" : time.toString();
        } catch (DateTimeException e) {
            return "";
        }
    }

    private static String header(Message message) {
        String subject = message.getHeader(EventHeaders.JOB_ID, String.class);
        return subject == null ? "" : subject;
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /** dbt Cloud's address, such as {@code https://cloud.getdbt.com}, for links to runs. Empty: there are none. */
    public void setAccessUrl(String url) {
        String trimmed = url == null ? "" : url.trim().replaceAll("/+$", "");
        if (!trimmed.isEmpty() && !trimmed.matches("https?://[^\\s\"<>]+")) {
            throw new IllegalArgumentException("the parameter 'accessUrl' is '" + trimmed
                    + "', expected an address such as https://cloud.getdbt.com");
        }
        accessUrl = trimmed;
    }
}
