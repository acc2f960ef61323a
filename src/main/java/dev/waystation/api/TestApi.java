package dev.waystation.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.Gateway;
import dev.waystation.delivery.Attempt;
import dev.waystation.event.EventTypes;
import dev.waystation.event.Ids;
import dev.waystation.event.InvalidEventException;
import dev.waystation.event.RunEvent;
import dev.waystation.subscription.Subscription;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;

/** Sends a sample to an endpoint, so that people see whether it arrives and whether the signature is understood. */
public final class TestApi {

    private static final Map<String, Integer> STATUS_CODES =
            Map.of("Running", 3, "Success", 10, "Errored", 20, "Canceled", 30);

    private final Gateway gateway;
    private final SubscriptionsApi subscriptions;

    public TestApi(Gateway gateway, SubscriptionsApi subscriptions) {
        this.gateway = gateway;
        this.subscriptions = subscriptions;
    }

    /**
     * {@code GET …/webhooks/subscription/{id}/test}: answers with what both of dbt's systems answer: what the endpoint said,
     * and the id of the sample, under which its receipt is found.
     */
    public void test(Exchange exchange) throws Exception {
        Subscription subscription = subscriptions.subscription(exchange);
        RunEvent sample = sample(subscription);
        Attempt attempt = gateway.testSend()
                .send(subscription, sample)
                .orElseThrow(() -> new ApiException(
                        503, "The test cannot be sent now: too many are running, or the deliver route is stopped."));
        ObjectNode data = Replies.JSON.createObjectNode();
        data.put("event_id", sample.eventId());
        data.put("verification_error", error(attempt));
        data.put("verification_status_code", Integer.toString(attempt.reportedStatus()));
        Replies.send(exchange, 200, Replies.success(200, data));
    }

    private static String error(Attempt attempt) {
        if (attempt.succeeded()) {
            return null;
        }
        return attempt.errorInfo() == null
                ? "The endpoint answered " + attempt.status() + ", expected 200 to 299."
                : attempt.errorInfo();
    }

    /** An event with every field that dbt sends, of a type and a job that the subscription wants where it can be. */
    private RunEvent sample(Subscription subscription) throws InvalidEventException {
        Instant now = gateway.clock().instant();
        String type = subscription.eventTypes().stream()
                .filter(EventTypes.RUN::contains)
                .findFirst()
                .orElse(EventTypes.COMPLETED);
        String job =
                subscription.jobIds().isEmpty() ? "123" : subscription.jobIds().get(0);
        ObjectNode event = Replies.JSON.createObjectNode();
        event.put("accountId", subscription.accountId());
        event.put("eventId", Ids.eventId(now));
        event.put("timestamp", now.toString());
        event.put("eventType", type);
        ObjectNode data = event.putObject("data");
        data.put("jobId", job);
        data.put("jobName", "Sample job");
        data.put("runId", "12345");
        data.put("environmentId", "1234");
        data.put("environmentName", "Sample environment");
        data.put("dbtVersion", "1.0.0");
        data.put("projectName", "Sample project");
        data.put("projectId", "167194");
        data.put("runStatus", status(type));
        data.put("runStatusCode", STATUS_CODES.get(status(type)));
        data.put("runStatusMessage", "None");
        data.put("runReason", "Test of the webhook");
        data.put("runStartedAt", seconds(now.minusSeconds(60)));
        switch (type) {
            case EventTypes.COMPLETED -> data.put("runFinishedAt", seconds(now));
            case EventTypes.ERRORED -> data.put("runErroredAt", seconds(now));
            case EventTypes.CANCELED -> data.put("runCanceledAt", seconds(now));
            default -> {
                // A run that has just started has no end.
            }
        }
        return gateway.reader()
                .readValue(event, null, subscription.accountId(), subscription.accountId())
                .get(0);
    }

    private static String status(String type) {
        return switch (type) {
            case EventTypes.STARTED -> "Running";
            case EventTypes.ERRORED -> "Errored";
            case EventTypes.CANCELED -> "Canceled";
            default -> "Success";
        };
    }

    private static String seconds(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond()).toString();
    }
}
