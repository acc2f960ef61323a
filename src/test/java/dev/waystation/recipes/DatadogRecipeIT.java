package dev.waystation.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.Received;
import dev.waystation.testing.RunEvents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user who copies the example and sets the API key finds runs among Datadog's events. */
@Timeout(180)
class DatadogRecipeIT {

    private static final String EVENTS = "/api/v1/events";
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Answer TAKEN =
            Answer.status(202).withBody("{\"status\":\"ok\",\"event\":{\"id\":1,\"title\":\"nightly errored\"}}");

    @TempDir
    Path directory;

    private final Schema schema = Schema.of("datadog-event.schema.json");
    private FaultyReceiver datadog;
    private RecipeProcess gateway;

    @BeforeEach
    void start() {
        datadog = FaultyReceiver.start().on(EVENTS, TAKEN);
        gateway = RecipeProcess.in(directory, "datadog")
                .edited(
                        "eventsUrl: https://api.datadoghq.com" + EVENTS,
                        "eventsUrl: " + datadog.uri(EVENTS).toString())
                .with("datadog.api-key", KEY)
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        datadog.close();
    }

    private JsonNode sent(RunEvents event) {
        int before = datadog.requests(EVENTS).size();
        gateway.publish(event);
        return schema.check(
                datadog.awaitRequests(EVENTS, before + 1, Await.SOON).get(before));
    }

    @Test
    void a_failed_run_is_an_error_with_tags_to_search_by() {
        JsonNode event = sent(Runs.errored());
        assertThat(event.get("title").asText()).isEqualTo("nightly errored");
        assertThat(event.get("alert_type").asText()).isEqualTo("error");
        assertThat(event.get("text").asText()).contains("Message: dbt command failed\n", "Run: 4711\n", Runs.URL);
        assertThat(event.get("tags"))
                .extracting(JsonNode::asText)
                .contains(
                        "service:dbt",
                        "account:1",
                        "job:nightly",
                        "job_id:123",
                        "project:shop",
                        "environment:production",
                        "outcome:errored");
        Received request = datadog.requests(EVENTS).get(0);
        assertThat(request.header("DD-API-KEY")).isEqualTo(KEY);
        assertThat(request.header("Content-Type")).startsWith("application/json");
    }

    @Test
    void the_events_of_a_job_share_a_key_and_differ_by_what_became_of_the_run() {
        JsonNode failed = sent(Runs.errored());
        JsonNode succeeded = sent(Runs.succeeded());
        JsonNode canceled = sent(Runs.full(RunEvents.completed()).status("Canceled", 30));
        assertThat(succeeded.get("alert_type").asText()).isEqualTo("success");
        assertThat(canceled.get("alert_type").asText()).isEqualTo("warning");
        assertThat(failed.get("aggregation_key").asText()).isEqualTo("dbt/1/123");
        assertThat(succeeded.get("aggregation_key")).isEqualTo(failed.get("aggregation_key"));
        assertThat(sent(Runs.errored().job("124")).get("aggregation_key")).isNotEqualTo(failed.get("aggregation_key"));
    }

    @Test
    void long_and_strange_names_and_events_that_tell_next_to_nothing_are_events_too() {
        assertThat(sent(Runs.nasty()).get("title").asText()).startsWith("<!channel> &");
        assertThat(sent(RunEvents.errored()).toString()).doesNotContain("None", "https://");
    }

    @Test
    void a_name_with_an_at_sign_notifies_nobody() {
        JsonNode event = sent(Runs.errored().with("runReason", "Kicked off by @all and @pagerduty"));
        assertThat(event.get("text").asText()).contains("Kicked off").doesNotContain("@");
    }

    @Test
    void a_key_that_datadog_refuses_is_told_with_what_to_look_at_and_not_shown() {
        datadog.on(EVENTS, Answer.status(403).withBody("{\"errors\":[\"Forbidden " + KEY + "\"]}"));
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("403");
        assertThat(attempts.get(0).get("error_info").asText())
                .contains("Datadog answered 403", "same Datadog site", "Forbidden");
        assertThat(attempts.toString() + gateway.process().output()).doesNotContain(KEY, "\tat ");
    }

    @Test
    void datadog_that_is_busy_down_or_of_two_minds_is_asked_again() {
        datadog.on(
                EVENTS,
                Answer.retryAfter(429, "1"),
                Answer.status(503),
                Answer.status(202).withBody("{\"status\":\"error\"}"),
                TAKEN);
        gateway.publish(Runs.errored());
        List<Received> all = datadog.awaitRequests(EVENTS, 4, Await.SOON);
        assertThat(all.get(1).arrivalNanos() - all.get(0).arrivalNanos()).isGreaterThan(900_000_000L);
        assertThat(all.get(3).body()).isEqualTo(all.get(0).body());
    }
}
